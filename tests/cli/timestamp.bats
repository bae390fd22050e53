#!/usr/bin/env bats
# timestamp, and what a proven time is worth: with a real timestamp authority, openssl ts, with keys of RSA
# and ECDSA made here. Rules of spec/time.md.

load helpers

# authority NAME RSA|EC DAYS: NAME-ca.pem, and NAME.pem and NAME.key that sign timestamps for so many days.
authority() {
    local algorithm=(EC -pkeyopt ec_paramgen_curve:P-256)
    [ "$2" = EC ] || algorithm=(RSA -pkeyopt rsa_keygen_bits:2048)
    openssl genpkey -algorithm "${algorithm[@]}" -out "$1-ca.key" 2>/dev/null
    openssl genpkey -algorithm "${algorithm[@]}" -out "$1.key" 2>/dev/null
    openssl req -x509 -new -key "$1-ca.key" -subj "/CN=Specimen authority $1" -days 7000 -out "$1-ca.pem"
    certificate "$1" "$1-ca" "$1.pem" "$3" 'extendedKeyUsage=critical,timeStamping'
    cat >"$1.cnf" <<END
[ts]
serial=$PWD/$1.serial
default_policy=1.2.3.4.1
other_policies=1.2.3.4.2
digests=sha256
accuracy=secs:1
signer_digest=sha256
ess_cert_id_alg=sha256
END
}

# certificate KEY CA FILE DAYS EXTENSION...
certificate() {
    openssl req -new -key "$1.key" -subj "/CN=Specimen $3" -out request.csr
    printf '%s\n' "${@:5}" basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature \
        authorityKeyIdentifier=keyid >extensions
    openssl x509 -req -in request.csr -CA "$2.pem" -CAkey "$2.key" -set_serial "0x$(openssl rand -hex 8)" \
        -days "$4" -extfile extensions -out "$3" 2>/dev/null
    rm -f request.csr extensions
}

# answer AUTHORITY DIR: a response beside every request that has none.
answer() {
    local request
    for request in "$2"/*.tsq; do
        [ -e "${request%q}r" ] || openssl ts -reply -config "$1.cnf" -section ts -queryfile "$request" \
            -signer "$1.pem" -inkey "$1.key" -out "${request%q}r" 2>/dev/null || return
    done
}

# stamped AUTHORITY FILE [--renew]: a timestamp for all that it wants.
stamped() {
    rm -rf stamps
    chancery timestamp "$2" --request stamps ${3:+"$3"} && answer "$1" stamps &&
        chancery timestamp "$2" --response stamps
}

# token HEX: that of the line over this digest, in DER.
token() { # HEX [RECORD]
    jq -r --arg h "$1" 'select(.timestamp.signature == $h).timestamp.token' "${2:-letter.txt.intoto.jsonl}" |
        tail -n 1 | base64 -d
}

# The digest of a letter's first signature.
digest_of() {
    chancery show "${1:-letter.txt}" --signature 1 | sha256sum | cut -d' ' -f1
}

# stamp_line HEX TOKEN-FILE
stamp_line() {
    printf '{"timestamp":{"signature":"%s","token":"%s"}}\n' "$1" "$(base64 -w0 "$2")"
}

# made_token TIME DIGEST-HEX SIGNER-CERTIFICATE SIGNER-KEY OUT [CMS-OPTION...]: a token with any time, by
# openssl cms, and the nonce in $nonce.
made_token() {
    cat >info.cnf <<END
asn1=SEQUENCE:info
[info]
version=INTEGER:1
policy=OID:1.2.3.4.1
imprint=SEQUENCE:imprint
serial=INTEGER:7
time=GENERALIZEDTIME:$1
${nonce:+nonce=INTEGER:0x$nonce}
[imprint]
algorithm=SEQUENCE:algorithm
digest=FORMAT:HEX,OCTETSTRING:$2
[algorithm]
oid=OID:2.16.840.1.101.3.4.2.1
null=NULL
END
    openssl asn1parse -genconf info.cnf -noout -out info.der
    openssl cms -sign -binary -nodetach -cades -md sha256 -nosmimecap -in info.der -outform DER \
        -econtent_type 1.2.840.113549.1.9.16.1.4 -signer "$3" -inkey "$4" -out "$5" "${@:6}"
}

# A letter of today, by a person in office, that everybody has signed.
setup_file() {
    mkdir "$BATS_FILE_TMPDIR/case" && cd "$BATS_FILE_TMPDIR/case" || return
    export CHANCERY_HOME=$PWD/home
    keys root alpha gamma
    authority rsa RSA 3000
    authority ecdsa EC 3000
    authority soon EC 30
    authority stranger EC 3000
    chancery directory init directory.jsonl --root root.pub --threshold 1 --expires 2060-01-01
    holder 'Specimen Alpha' 'President; Specimenia' alpha.pub 2020-01-01
    holder 'Specimen Gamma' 'Secretary-General; United Nations' gamma.pub 2020-01-01
    chancery directory add-tsa directory.jsonl --certificate rsa-ca.pem
    chancery directory add-tsa directory.jsonl --certificate ecdsa-ca.pem --policy 1.2.3.4.1
    chancery directory add-tsa directory.jsonl --certificate soon-ca.pem
    chancery directory sign directory.jsonl --key root.key
    chancery directory trust directory.jsonl --root root.pub
    letter letter.txt "$(date -u '+%-d %B %Y')" && sign_letter letter.txt
} >/dev/null

letter() { # FILE DATE
    printf '%s\n\nSir,\n\nThis is a specimen.\n\n(Signed) Specimen Alpha\nPresident\n' \
        "Letter dated $2 from the President of Specimenia addressed to the Secretary-General" >"$1"
}

sign_letter() { # FILE
    chancery draft "$1" --to 'Secretary-General; United Nations' && chancery sign "$1" --key alpha.key --yes
}

setup() {
    enter_case && chancery directory trust directory.jsonl --root root.pub >/dev/null
}

@test "P2: a request for each signature, and its answer, by RSA and by ECDSA; openssl ts agrees" {
    local authority hex
    hex=$(digest_of)
    for authority in rsa ecdsa; do
        cp letter.txt.intoto.jsonl before
        judged 0 authentic time-claimed !time-proven -- letter.txt
        ends 0 chancery timestamp letter.txt --request stamps
        sees "1 request written"
        [ "$(ls stamps)" = "$hex.tsq" ]
        [ "$(openssl ts -query -in "stamps/$hex.tsq" -text | grep -c 'Certificate required: yes')" -eq 1 ]
        answer "$authority" stamps
        openssl ts -verify -queryfile "stamps/$hex.tsq" -in "stamps/$hex.tsr" -CAfile "$authority-ca.pem"
        ends 0 chancery timestamp letter.txt --response stamps
        sees "1 timestamp added"
        token "$hex" >token.der
        openssl ts -verify -digest "$hex" -in token.der -token_in -CAfile "$authority-ca.pem"
        judged 0 authentic time-proven !time-claimed !timestamp -- letter.txt --require-proven-time
        [[ "$(jq -r '.acts[0].signatories[0].time' <<<"$output")" == "$(date -u +%Y)"-*Z ]]
        ends 0 chancery verify letter.txt
        sees "at the latest"
        refuses 0 "Every signature has its timestamp" chancery timestamp letter.txt --request stamps
        refuses 0 "0 timestamps added" chancery timestamp letter.txt --response stamps
        mv before letter.txt.intoto.jsonl
        rm -r stamps
    done
}

@test "what counts in the vectors is good for openssl ts too" {
    local vector name authority count=0
    for vector in "$REPOSITORY"/tests/vectors/token/*; do
        grep -q '^expect: ok' "$vector" || continue
        name=${vector##*/} authority=$(sed -n 's/^authority: \([^ =]*\).*/\1/p' "$vector")
        # with a look-alike of its signer openssl ts may take the wrong one
        [ "$name" != injected-lookalike ] || continue
        [ "$name" != authorities-two ] || authority=ca-ecdsa
        tail -n 1 "$vector" | base64 -d >token.der
        tail -n 1 "$REPOSITORY/tests/vectors/token/$authority" | base64 -d | openssl x509 -inform DER -out a.pem
        openssl ts -verify -partial_chain -token_in -in token.der -CAfile a.pem \
            -digest "$(sed -n 's/^imprint: //p' "$vector")" \
            -attime "$(date -u -d "$(sed -n 's/^says: \([^ ]*\).*/\1/p' "$vector")" +%s)" || {
            echo "$name"
            return 1
        }
        count=$((count + 1))
    done
    [ "$count" -ge 15 ]
}

@test "P3: an answer to another request, of another, cut off, or a refusal changes nothing" {
    local hex
    hex=$(digest_of)
    refuses 3 "no answer" chancery timestamp letter.txt --response .
    chancery timestamp letter.txt --request stamps
    refuses 3 "no answer" chancery timestamp letter.txt --response stamps
    # the nonce of another request
    chancery timestamp letter.txt --request other
    answer rsa other
    cp "other/$hex.tsr" stamps/
    refuses 3 "nonce" chancery timestamp letter.txt --response stamps
    # an authority that the directory does not list
    rm stamps/*.tsr && answer stranger stamps
    refuses 3 "no authority of the directory vouches" chancery timestamp letter.txt --response stamps
    # of another policy
    rm stamps/*.tsr
    sed -i s/default_policy=.*/default_policy=1.2.3.4.2/ ecdsa.cnf && answer ecdsa stamps
    refuses 3 "another policy" chancery timestamp letter.txt --response stamps
    # a refusal, nothing, something else, and one without its request
    printf '\x30\x0c\x30\x0a\x02\x01\x02\x30\x05\x0c\x03no!' >"stamps/$hex.tsr"
    refuses 3 "no!" chancery timestamp letter.txt --response stamps
    : >"stamps/$hex.tsr"
    refuses 3 "no answer of a timestamp authority" chancery timestamp letter.txt --response stamps
    cp "other/$hex.tsr" stamps/ && rm stamps/*.tsq
    refuses 3 "$hex.tsq" chancery timestamp letter.txt --response stamps
    openssl ts -query -digest "$hex" -sha256 -out "stamps/$hex.tsq"
    refuses 3 "not one for this" chancery timestamp letter.txt --response stamps
    # a good answer to something else is passed over, and a good one beside a bad one is not taken
    cp "other/$hex.tsr" "stamps/$(printf x | sha256sum | cut -d' ' -f1).tsr"
    cp other/* stamps/
    ends 0 chancery timestamp letter.txt --response stamps
    sees "passed over"
}

@test "P3: all answers or none" {
    letter second.txt "$(date -u '+%-d %B %Y')"
    sign_letter second.txt
    chancery merge letter.txt.intoto.jsonl second.txt.intoto.jsonl
    ends 0 chancery timestamp letter.txt --request stamps
    sees "2 requests written, 0 there"
    ends 0 chancery timestamp letter.txt --request stamps
    sees "0 requests written, 2 there"
    answer rsa stamps
    local last
    last=$(find stamps -name '*.tsr' | sort | tail -n 1)
    truncate -s -1 "$last"
    refuses 3 "no answer of a timestamp authority" chancery timestamp letter.txt --response stamps
    rm "$last" && answer rsa stamps
    ends 0 chancery timestamp letter.txt --response stamps
}

@test "P3: an answer that comes when the authority's certificate has expired" {
    with_old_authority
    local hex nonce
    hex=$(digest_of)
    chancery timestamp letter.txt --request stamps
    nonce=$(tail -c 11 "stamps/$hex.tsq" | head -c 8 | xxd -p)
    reply() { # TIME CERTIFICATE: an answer in the form of TimeStampResp
        made_token "$1" "$hex" "$2" old-ca.key token.der
        local size
        size=$(printf %04x $(($(stat -c %s token.der) + 5)))
        { printf '3082%s3003020100' "$size" | xxd -r -p && cat token.der; } >"stamps/$hex.tsr"
    }
    reply 20250301120000Z old-short.pem
    refuses 3 "has expired" chancery timestamp letter.txt --response stamps
    reply 20250301120000Z old-tsa.pem
    ends 0 chancery timestamp letter.txt --response stamps
}

@test "P4: over the network, through curl" {
    command -v python3 >/dev/null || skip "python3 is not installed"
    cat >server.py <<'END'
import http.server, subprocess, sys
class Tsa(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        open("asked.tsq", "wb").write(asked)
        if self.path == "/large":
            answer = bytes(100000)
        elif self.path == "/absent":
            self.send_error(404)
            return
        elif self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "/tsa")
            self.end_headers()
            return
        else:
            answer = subprocess.run(["openssl", "ts", "-reply", "-config", "rsa.cnf", "-section", "ts", "-queryfile",
                "asked.tsq", "-signer", "rsa.pem", "-inkey", "rsa.key"], capture_output=True).stdout
        self.send_response(200 if self.headers["Content-Type"] == "application/timestamp-query" else 400)
        self.end_headers()
        self.wfile.write(answer)
    def log_message(self, *arguments):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Tsa)
open("port.new", "w").write(str(server.server_port))
import os; os.rename("port.new", "port")
server.serve_forever()
END
    python3 server.py 3>&- >server.log 2>&1 &
    local server=$! url
    for _ in $(seq 100); do
        [ -e port ] && break
        sleep 0.1
    done
    url=http://127.0.0.1:$(cat port)
    cp letter.txt.intoto.jsonl before
    run chancery timestamp letter.txt --tsa "$url/large"
    [ "$status" -eq 3 ] && sees "65536"
    run chancery timestamp letter.txt --tsa "$url/absent"
    [ "$status" -eq 3 ] && sees "404"
    run chancery timestamp letter.txt --tsa "$url/elsewhere"
    [ "$status" -eq 3 ] && sees "no answer"
    cmp before letter.txt.intoto.jsonl
    run chancery timestamp letter.txt --tsa "$url/tsa"
    [ "$status" -eq 0 ] || {
        echo "$output"
        kill "$server"
        return 1
    }
    sees "1 timestamp added"
    kill "$server"
    wait "$server" || :
    judged 0 authentic time-proven -- letter.txt
    ends 0 chancery timestamp letter.txt --tsa "$url/tsa" # nothing to ask for
    mv before letter.txt.intoto.jsonl
    refuses 3 "curl got no answer" chancery timestamp letter.txt --tsa "$url/tsa"
    refuses 64 "http or https" chancery timestamp letter.txt --tsa file:///etc/passwd
    refuses 64 "http or https" chancery timestamp letter.txt --tsa 'http://x/ -o y'
}

@test "usage, and no record" {
    refuses 64 "one of --request, --response and --tsa" chancery timestamp letter.txt
    refuses 64 "one of --request, --response and --tsa" chancery timestamp letter.txt --request a --response b
    refuses 64 "renew" chancery timestamp letter.txt --response a --renew
    echo 'Dear Sir, no.' >none.txt
    refuses 3 "no custody record" chancery timestamp none.txt --request stamps
}

@test "T3: a token moved from another signature" {
    sed 's/a specimen/another specimen/' letter.txt >other.txt
    sign_letter other.txt
    stamped rsa other.txt
    # under its own digest it proves nothing here, under another it does not count
    grep timestamp other.txt.intoto.jsonl >>letter.txt.intoto.jsonl
    judged 0 authentic time-claimed !time-proven !timestamp -- letter.txt
    token "$(digest_of other.txt)" other.txt.intoto.jsonl >token.der
    stamp_line "$(digest_of)" token.der >>letter.txt.intoto.jsonl
    judged 0 authentic time-claimed !time-proven timestamp -- letter.txt
    [ "$(jq '[.findings[] | select(.code == "timestamp") | .sentence | select(contains("over something else"))] | length' <<<"$output")" -eq 1 ]
}

@test "T7 and T10: a usage that is wrong, missing, shared or not critical, and injected certificates" {
    local hex now usage
    hex=$(digest_of) now=$(date -u +%Y%m%d%H%M%SZ)
    bad() { # CERTIFICATE KEY TEXT [CMS-OPTION...]: a token that does not count, and harms nothing
        made_token "$now" "$hex" "$1" "$2" token.der "${@:4}"
        stamp_line "$hex" token.der >line
        cat line >>letter.txt.intoto.jsonl
        judged 0 authentic timestamp time-claimed !time-proven -- letter.txt
        jq -r '.findings[].sentence' <<<"$output" | grep -F "$3"
        grep -vxFf line letter.txt.intoto.jsonl >rest && mv rest letter.txt.intoto.jsonl
    }
    for usage in extendedKeyUsage=timeStamping extendedKeyUsage=critical,timeStamping,codeSigning \
        extendedKeyUsage=critical,timeStamping,1.2.3.4 extendedKeyUsage=critical,codeSigning nsComment=none; do
        certificate ecdsa ecdsa-ca bad.pem 3000 "$usage"
        bad bad.pem ecdsa.key 'not for timestamps alone'
    done
    cat ecdsa.pem ecdsa-ca.pem stranger-ca.pem >more.pem
    bad stranger.pem stranger.key 'no authority of the directory vouches' -certfile more.pem
    bad ecdsa.pem ecdsa.key 'not in DER' -stream
    # the very token of a listed authority counts, whatever else was put into it
    made_token "$now" "$hex" ecdsa.pem ecdsa.key token.der -certfile stranger.pem
    stamp_line "$hex" token.der >>letter.txt.intoto.jsonl
    judged 0 authentic time-proven -- letter.txt
}

@test "T1: a token cut off at any byte, at the end of a record" {
    local hex size cut
    hex=$(digest_of)
    stamped ecdsa letter.txt
    token "$hex" >token.der
    size=$(stat -c %s token.der)
    grep -v timestamp letter.txt.intoto.jsonl >plain
    cp plain letter.txt.intoto.jsonl
    for cut in $(seq 1 "$((size - 1))"); do
        head -c "$cut" token.der >part.der
        stamp_line "$hex" part.der
    done >>letter.txt.intoto.jsonl
    judged 0 authentic timestamp time-claimed !time-proven -- letter.txt
}

@test "T8: a time that is still to come" {
    stamped ecdsa letter.txt
    judged 0 authentic time-proven -- letter.txt --at "$(date -u -d '-4 minutes' +%FT%TZ)"
    run chancery verify letter.txt --json --at "$(date -u -d '-7 minutes' +%FT%TZ)"
    [ "$(jq -r '.findings[].code' <<<"$output" | grep -c '^timestamp$')" -eq 1 ]
    [ "$(jq -r '.acts[0].signatories[0].time' <<<"$output")" = null ]
}

@test "N1 to N3: an authority's certificate expires, with and without a covering timestamp" {
    local later hex
    later=$(date -u -d '+40 days' +%F) hex=$(digest_of)
    stamped soon letter.txt
    judged 0 authentic time-proven timestamp-lapses -- letter.txt
    judged 0 authentic timestamp timestamp-lapses time-claimed !time-proven -- letter.txt --at "$later"
    refuses 0 "What proved the time of the signature of" chancery verify letter.txt --at "$later"
    sees "lapsed at"
    judged 2 indeterminate time-unproven -- letter.txt --at "$later" --require-proven-time
    refuses 0 "Every signature has its timestamp" chancery timestamp letter.txt --request none
    stamped rsa letter.txt --renew
    judged 0 authentic time-proven !timestamp-lapses -- letter.txt
    judged 0 authentic time-proven !timestamp !timestamp-lapses -- letter.txt --at "$later" --require-proven-time
    [ "$(grep -c timestamp letter.txt.intoto.jsonl)" -eq 2 ]
    # the order of lines means nothing, and the covering one alone proves nothing
    tac letter.txt.intoto.jsonl >turned && mv turned letter.txt.intoto.jsonl
    judged 0 authentic time-proven -- letter.txt --at "$later"
    grep -v "$hex" letter.txt.intoto.jsonl >alone
    judged 0 authentic time-claimed !time-proven -- letter.txt --record alone --at "$later"
    # a second renewal covers the last one alone
    stamped ecdsa letter.txt --renew
    [ "$(grep -c timestamp letter.txt.intoto.jsonl)" -eq 3 ]
    judged 0 authentic time-proven -- letter.txt --at "$later"
}

@test "N2: what was covered too late" {
    local hex now
    hex=$(digest_of) now=$(date -u +%Y%m%d%H%M%SZ)
    stamped soon letter.txt
    token "$hex" | sha256sum | cut -d' ' -f1 >covered
    made_token "$(date -u -d '+35 days' +%Y%m%d%H%M%SZ)" "$(cat covered)" rsa.pem rsa.key late.der
    stamp_line "$(cat covered)" late.der >>letter.txt.intoto.jsonl
    judged 0 authentic timestamp time-claimed !time-proven -- letter.txt --at "$(date -u -d '+40 days' +%F)"
    made_token "$(date -u -d '+20 days' +%Y%m%d%H%M%SZ)" "$(cat covered)" rsa.pem rsa.key early.der
    stamp_line "$(cat covered)" early.der >>letter.txt.intoto.jsonl
    judged 0 authentic time-proven -- letter.txt --at "$(date -u -d '+40 days' +%F)"
}

@test "N2: 64 coverings, and one more" {
    local digest
    digest=$(digest_of)
    for _ in $(seq 0 63); do
        openssl ts -query -digest "$digest" -sha256 -cert -no_nonce -out q.tsq
        openssl ts -reply -config soon.cnf -section ts -queryfile q.tsq -signer soon.pem -inkey soon.key \
            -token_out -out token.der 2>/dev/null
        stamp_line "$digest" token.der >>stamp.lines
        digest=$(sha256sum <token.der | cut -d' ' -f1)
    done
    openssl ts -query -digest "$digest" -sha256 -cert -no_nonce -out q.tsq
    openssl ts -reply -config rsa.cnf -section ts -queryfile q.tsq -signer rsa.pem -inkey rsa.key \
        -token_out -out last.der 2>/dev/null
    stamp_line "$digest" last.der >>stamp.lines
    cp letter.txt.intoto.jsonl bare
    cat bare stamp.lines >letter.txt.intoto.jsonl
    judged 0 authentic time-proven -- letter.txt --at "$(date -u -d '+40 days' +%F)"
    { tac stamp.lines && cat bare; } >letter.txt.intoto.jsonl
    judged 0 authentic time-proven -- letter.txt --at "$(date -u -d '+40 days' +%F)"
    # one more between the last two
    openssl ts -reply -config soon.cnf -section ts -queryfile q.tsq -signer soon.pem -inkey soon.key \
        -token_out -out token.der 2>/dev/null
    digest=$(sha256sum <token.der | cut -d' ' -f1)
    openssl ts -query -digest "$digest" -sha256 -cert -no_nonce -out q2.tsq
    openssl ts -reply -config rsa.cnf -section ts -queryfile q2.tsq -signer rsa.pem -inkey rsa.key \
        -token_out -out last.der 2>/dev/null
    { cat bare && head -n 64 stamp.lines && stamp_line "$(tail -n 1 stamp.lines | jq -r .timestamp.signature)" token.der &&
        stamp_line "$digest" last.der; } >letter.txt.intoto.jsonl
    judged 0 authentic time-claimed !time-proven -- letter.txt --at "$(date -u -d '+40 days' +%F)"
    tac letter.txt.intoto.jsonl >turned && mv turned letter.txt.intoto.jsonl
    judged 0 authentic time-claimed !time-proven -- letter.txt --at "$(date -u -d '+40 days' +%F)"
}

# next_version: signs what waits, and looks at it, so that no verdict has to remember it.
next_version() {
    chancery directory sign directory.jsonl --key root.key && chancery directory trust directory.jsonl --root root.pub
}

@test "an archive's bag leaves no timestamp behind that counts" {
    local record=letter.txt.intoto.jsonl
    keys log
    chancery archive init archive --origin registry.example/letters --key log.key >/dev/null
    cp $record before
    stamped rsa letter.txt
    stamp_line "$(digest_of)" letter.txt >>$record # no token: it counts for nothing
    ends 0 chancery archive add archive letter.txt
    cp before $record
    refuses 3 "its record lacks 1 timestamp that the archive's bag letter holds" chancery archive add archive letter.txt
    grep -v "$(base64 -w0 letter.txt)" archive/letter/data/$record >$record
    ends 0 chancery archive add archive letter.txt
    [ "$output" = '1 letter.v2' ]
}

@test "W3: a key that ended keeps what is proven older, and nothing else" {
    local yesterday today
    today=$(date -u +%F) yesterday=$(date -u -d -1day +%F)
    rm letter.txt*
    letter letter.txt "$(date -u -d -2days '+%-d %B %Y')" && sign_letter letter.txt
    cp -r . ../retired && cp -r . ../compromised && cp -r . ../before
    # retired, good to the end of its day
    cd ../retired && export CHANCERY_HOME=$PWD/home
    chancery directory trust directory.jsonl --root root.pub
    chancery directory end directory.jsonl --key alpha.pub --state retired --at "$today" && next_version
    judged 2 indeterminate key-ended !time-proven -- letter.txt
    stamped rsa letter.txt
    judged 0 authentic time-proven !key-ended -- letter.txt
    # compromised since today: a time of today proves nothing
    cd ../compromised && export CHANCERY_HOME=$PWD/home
    chancery directory trust directory.jsonl --root root.pub
    chancery directory end directory.jsonl --key alpha.pub --state compromised --at "$today" && next_version
    stamped rsa letter.txt
    judged 2 indeterminate key-ended time-proven -- letter.txt
    cd ../before && export CHANCERY_HOME=$PWD/home
    chancery directory trust directory.jsonl --root root.pub
    chancery directory end directory.jsonl --key alpha.pub --state retired --at "$yesterday" && next_version
    stamped rsa letter.txt
    judged 2 indeterminate key-ended time-proven -- letter.txt
}

# The digest of the signature on the forward in a record.
forward_digest() {
    jq -rs '.[] | select((.payload // "") | @base64d | contains("forward:v1")).signatures[0].sig' "$1" |
        base64 -d | sha256sum | cut -d' ' -f1
}

# An authority that has been there for years, and whose certificates say so: old-tsa.pem to 2050, old-short.pem
# to 2026.
old_authority() {
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out old-ca.key 2>/dev/null
    : >index && printf 'unique_subject=no\n' >index.attr && echo 01 >serial
    cat >old-ca.cnf <<'END'
[ca]
default_ca=d
[d]
database=index
serial=serial
new_certs_dir=.
policy=p
default_md=sha256
[p]
commonName=supplied
[ca_extensions]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign
[tsa_extensions]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
END
    old_certificate ca ca 20500101000000Z -selfsign &&
        old_certificate tsa tsa 20500101000000Z -cert old-ca.pem &&
        old_certificate short tsa 20260101000000Z -cert old-ca.pem
}

old_certificate() { # NAME EXTENSIONS END OPTION...
    openssl req -new -key old-ca.key -subj "/CN=Specimen old $1" -out old.csr
    openssl ca -batch -notext -config old-ca.cnf -startdate 20200101000000Z -enddate "$3" -in old.csr \
        -out "old-$1.pem" -extensions "$2_extensions" -keyfile old-ca.key "${@:4}" 2>/dev/null
}

# old_stamp FILE TIME: a token of this time, by an authority that the directory lists.
old_stamp() {
    made_token "$2" "$(digest_of "$1")" old-tsa.pem old-ca.key old.der
    stamp_line "$(digest_of "$1")" old.der >>"$1.intoto.jsonl"
}

with_old_authority() {
    old_authority
    chancery directory add-tsa directory.jsonl --certificate old-ca.pem
    next_version
}

@test "W3: compromised since a day, and proven older than that" {
    with_old_authority
    rm letter.txt*
    letter letter.txt '1 March 2025' && sign_letter letter.txt
    chancery directory end directory.jsonl --key alpha.pub --state compromised --at 2025-03-03 && next_version
    judged 2 indeterminate key-ended -- letter.txt
    cp letter.txt.intoto.jsonl bare
    old_stamp letter.txt 20250303000000Z
    judged 2 indeterminate key-ended time-proven -- letter.txt
    cp bare letter.txt.intoto.jsonl
    old_stamp letter.txt 20250302235959Z
    judged 0 authentic time-proven !key-ended -- letter.txt
    [ "$(jq -r '.acts[0].signatories[0].time' <<<"$output")" = 2025-03-02T23:59:59Z ]
    # the earliest of several counts, in any order
    old_stamp letter.txt 20250305000000Z
    judged 0 authentic -- letter.txt
    tac letter.txt.intoto.jsonl >turned && mv turned letter.txt.intoto.jsonl
    judged 0 authentic -- letter.txt
    # unless the directory voids that authority
    chancery directory void directory.jsonl --certificate old-ca.pem --reason 'its key was stolen' && next_version
    judged 2 indeterminate key-ended timestamp !time-proven -- letter.txt
}

@test "W2: a later act with a proven time proves what it lists" {
    local hex
    with_old_authority
    rm letter.txt*
    letter annex.txt '1 March 2025' && sign_letter annex.txt
    printf '%s\n\nI transmit a letter.\n\n(Signed) Specimen Gamma\n' \
        'Letter dated 2 March 2025 from the Secretary-General addressed to the President of the Council' >cover.txt
    chancery forward cover.txt --annex annex.txt --to 'President of the Council; United Nations'
    chancery sign cover.txt --key gamma.key --yes
    chancery directory end directory.jsonl --key alpha.pub --state compromised --at 2025-03-04 && next_version
    judged 2 indeterminate key-ended -- cover.txt
    # signed by a key that the directory does not know
    keys stranger-key
    jq -rs '.[] | select((.payload // "") | @base64d | contains("forward:v1")).payload' cover.txt.intoto.jsonl |
        base64 -d >payload
    envelope stranger-key.key payload >strange
    hex=$(forward_digest strange)
    made_token 20250303000000Z "$hex" old-tsa.pem old-ca.key old.der
    cp cover.txt.intoto.jsonl bare
    stamp_line "$hex" old.der | cat strange - >>cover.txt.intoto.jsonl
    judged 2 indeterminate key-ended !time-proven -- cover.txt
    mv bare cover.txt.intoto.jsonl
    hex=$(forward_digest cover.txt.intoto.jsonl)
    made_token 20250303000000Z "$hex" old-tsa.pem old-ca.key old.der
    stamp_line "$hex" old.der >>cover.txt.intoto.jsonl
    judged 0 authentic time-proven !key-ended -- cover.txt --require-proven-time
    [ "$(jq -c '[.acts[].signatories[].time]' <<<"$output")" = '["2025-03-03T00:00:00Z","2025-03-03T00:00:00Z"]' ]
    # the letter alone, with the record of its forwarding
    judged 0 authentic time-proven -- annex.txt --record cover.txt.intoto.jsonl --expect letter
}

@test "W4: a proven time within the term, by option and by the directory" {
    with_old_authority
    rm letter.txt*
    chancery directory end-term directory.jsonl --name 'Specimen Alpha' --office 'President; Specimenia' \
        --until 2025-03-10 --reason resigned && next_version
    letter letter.txt '1 March 2025' && sign_letter letter.txt
    cp letter.txt.intoto.jsonl bare
    judged 0 authentic time-claimed -- letter.txt
    judged 2 indeterminate time-unproven -- letter.txt --require-proven-time
    old_stamp letter.txt 20250311000000Z
    judged 0 authentic time-proven !time-unproven -- letter.txt
    judged 2 indeterminate time-unproven time-proven -- letter.txt --require-proven-time
    old_stamp letter.txt 20250310235959Z
    judged 0 authentic !time-unproven -- letter.txt --require-proven-time
    # by the directory, of acts of that day and later
    cp bare letter.txt.intoto.jsonl
    chancery directory require-time directory.jsonl --since 2025-03-02 && next_version
    judged 0 authentic !time-unproven -- letter.txt
    chancery directory require-time directory.jsonl --since 2025-03-01
    ends 0 chancery directory diff directory.jsonl
    sees "proven time needed since 2025-03-01 (was 2025-03-02)"
    next_version
    judged 2 indeterminate time-unproven -- letter.txt
    ends 0 chancery directory show directory.jsonl
    sees "A proven time is needed for acts of 2025-03-01 and later."
    old_stamp letter.txt 20250302000000Z
    judged 0 authentic time-proven -- letter.txt
    cp bare letter.txt.intoto.jsonl
    chancery directory require-time directory.jsonl --since never && next_version
    judged 0 authentic !time-unproven -- letter.txt
}

@test "W5: signed before the day that it bears, or before that of what it carries" {
    local hex
    with_old_authority
    rm letter.txt*
    letter annex.txt '3 March 2025' && sign_letter annex.txt
    cp annex.txt.intoto.jsonl bare
    old_stamp annex.txt 20250302100000Z
    judged 0 authentic time-proven !proven-before-date -- annex.txt
    old_stamp annex.txt 20250302095959Z
    judged 1 not-authentic proven-before-date -- annex.txt
    cp bare annex.txt.intoto.jsonl
    printf '%s\n\nI transmit a letter.\n\n(Signed) Specimen Gamma\n' \
        'Letter dated 1 March 2025 from the Secretary-General addressed to the President of the Council' >cover.txt
    chancery forward cover.txt --annex annex.txt --to 'President of the Council; United Nations'
    chancery sign cover.txt --key gamma.key --yes
    judged 2 indeterminate dates-backwards !carried-later -- cover.txt
    hex=$(forward_digest cover.txt.intoto.jsonl)
    made_token 20250301120000Z "$hex" old-tsa.pem old-ca.key old.der
    stamp_line "$hex" old.der >>cover.txt.intoto.jsonl
    judged 1 not-authentic carried-later proven-before-date -- cover.txt
}

@test "D40 and N4: authorities in the directory: listed once, shown, voided with a reason, and no other file" {
    refuses 3 "listed twice" chancery directory add-tsa directory.jsonl --certificate rsa-ca.pem
    refuses 3 "no certificate" chancery directory add-tsa directory.jsonl --certificate root.pub
    refuses 3 "object identifier" chancery directory add-tsa directory.jsonl --certificate stranger-ca.pem --policy 1..2
    refuses 3 "no such timestamp authority" chancery directory void directory.jsonl --certificate stranger-ca.pem --reason x
    refuses 64 "no other entry" chancery directory void directory.jsonl --certificate rsa-ca.pem --office 'a; b' --reason x
    ends 0 chancery directory show directory.jsonl
    sees "Timestamp authorities"
    sees "CN=Specimen authority rsa, to 20"
    sees "policy: 1.2.3.4.1"
    stamped rsa letter.txt
    chancery directory void directory.jsonl --certificate rsa-ca.pem --reason 'its key was stolen'
    ends 0 chancery directory diff directory.jsonl
    sees "- timestamp authority CN=Specimen authority rsa"
    sees "void: its key was stolen"
    judged 0 authentic time-proven -- letter.txt
    next_version
    judged 0 authentic timestamp time-claimed !time-proven -- letter.txt
    chancery directory add-tsa directory.jsonl --certificate rsa-ca.pem && next_version
    judged 0 authentic time-proven -- letter.txt
}

@test "W4: a withdrawal has its proven time too where one is demanded" {
    stamped rsa letter.txt
    chancery withdraw letter.txt --from 'Specimen Alpha; President; Specimenia' --reason 'Sent in error.' \
        --date "$(date -u +%F)"
    chancery sign letter.txt --key alpha.key --yes
    judged 2 authentic withdrawn !later-untimed -- letter.txt
    judged 2 indeterminate later-untimed !later-unproven !withdrawn -- letter.txt --require-proven-time
    stamped rsa letter.txt
    judged 2 authentic withdrawn !later-untimed -- letter.txt --require-proven-time
}

@test "W3: an attestation of what nobody signed with a key, by a key that ended since" {
    keys archive
    holder 'Specimen Archive' 'Archive; United Nations' archive.pub 2020-01-01
    chancery directory authorize directory.jsonl --office 'Archive; United Nations' --acts attestation \
        --for 'President; Specimenia' --since 2020-01-01
    next_version
    letter paper.txt '3 May 2021'
    chancery draft paper.txt --to 'Secretary-General; United Nations'
    chancery attest paper.txt --for 'Specimen Alpha; President; Specimenia' --basis hand-signed-original \
        --reference 'Box 12' --date 2021-05-05 --from 'Specimen Archive; Archive; United Nations'
    chancery sign paper.txt --key archive.key --yes
    judged 0 authentic attested -- paper.txt
    cp paper.txt.intoto.jsonl bare
    stamped rsa paper.txt
    chancery directory end directory.jsonl --key archive.pub --state retired --at "$(date -u +%F)"
    next_version
    judged 0 authentic attested !no-act -- paper.txt
    ends 0 chancery impact --office 'Archive; United Nations' .
    sees paper.txt
    cp bare paper.txt.intoto.jsonl
    judged 2 indeterminate !attested -- paper.txt
}

@test "U25: an audit tells in time what proves a time and lapses" {
    chancery timestamp letter.txt --request stamps
    answer rsa stamps
    chancery timestamp letter.txt --response stamps
    keys archive
    chancery archive init archive --origin archive.example/letters --key archive.key >/dev/null
    ends 0 chancery archive add archive letter.txt
    ends 0 chancery audit archive --lapse-days 1
    not sees 'time-lapses'
    ends 0 chancery audit archive --lapse-days 36500
    sees 'letter.txt: What proves the time of a signature lapses at ' && sees '(time-lapses)'
}
