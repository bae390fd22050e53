#!/usr/bin/env bats
# Letters in the six official languages, from draft to verdict. Every person here is a specimen.

load helpers

setup_file() {
    mkdir "$BATS_FILE_TMPDIR/case" && cd "$BATS_FILE_TMPDIR/case" || return
    export CHANCERY_HOME=$PWD/home
    local -a aliases=(
        --alias 'Secrétaire général' --alias 'Secretario General' --alias 'Генерального секретаря'
        --alias '秘书长' --alias 'الأمين العام'
    )
    keys root one two three four >/dev/null
    {
        chancery directory init directory.jsonl --root root.pub --threshold 1 --expires 2040-01-01
        chancery directory add directory.jsonl --name 'Specimen Person' --key one.pub --since 2012-01-01 \
            --office 'Secretary-General; Specimen Organization' "${aliases[@]}"
        chancery directory add directory.jsonl --name 'Personne Spécimen' --key two.pub --since 2012-01-01 \
            --office 'Ambassadeur du Spécimen; Spécimen' --alias 'Le Représentant permanent' \
            --alias 'Постоянный представитель' --alias 'Embajadora' --alias 'السفير'
        chancery directory add directory.jsonl --name '样本人甲' --key three.pub --since 2012-01-01 \
            --office '常驻代表; 样本国'
        chancery directory add directory.jsonl --name 'Third Specimen' --key four.pub --since 2012-01-01 \
            --office 'Présidente du Conseil; Conseil' --alias 'Presidenta del Consejo' \
            --alias 'Председателя Совета' --alias '安全理事会主席' --alias 'رئيسة المجلس'
        chancery directory sign directory.jsonl --key root.key
        chancery directory trust directory.jsonl --root root.pub
    } >/dev/null
}

setup() {
    enter_case
}

# drafted LANGUAGE NAME: letter.txt says so, and both its addressees are known.
drafted() {
    ends 0 chancery draft letter.txt || return
    local d=letter.txt.statement.json
    [ "$(jq -r .predicate.language $d)" = "$1" ] &&
        [ "$(jq -r .predicate.date $d)" = 2012-05-01 ] &&
        [ "$(jq -r '.predicate.signatories[].name' $d)" = "$2" ] &&
        [ "$(jq -r '.predicate.addressees[].of' $d)" = $'Specimen Organization\nConseil' ] && return
    cat $d
    return 1
}

@test "a French letter: the office before the mark, the articles in one word with \"à\"" {
    cat >letter.txt <<-'END'
	Lettres identiques datées du 1er mai 2012, adressées au Secrétaire général et à la Présidente du Conseil par le Représentant permanent du Spécimen

	Ceci est un spécimen.

	Le Représentant permanent
	(Signé) Personne Spécimen
	END
    drafted fr 'Personne Spécimen'
    [ "$(jq -r '.predicate.signatories[].office' letter.txt.statement.json)" = 'Ambassadeur du Spécimen' ]
}

@test "a Spanish letter" {
    printf '%s\n' 'Cartas idénticas de fecha 1 de mayo de 2012 dirigidas al Secretario General y a la Presidenta del Consejo por la Embajadora' \
        '' '(Firmado) Personne Spécimen' 'Embajadora' >letter.txt
    drafted es 'Personne Spécimen'
}

@test "a Russian letter: offices in the genitive are aliases" {
    printf '%s\n' 'Идентичные письма Постоянного представителя от 1 мая 2012 года на имя Генерального секретаря и Председателя Совета' \
        '' '(Подпись) Personne Spécimen' 'Постоянный представитель' >letter.txt
    drafted ru 'Personne Spécimen'
}

@test "an Arabic letter: the conjunction clings to the office" {
    printf '%s\n' 'رسالتان متطابقتان مؤرختان 1 أيار/مايو 2012 موجهتان إلى الأمين العام ورئيسة المجلس من السفير' \
        '' '(توقيع) Personne Spécimen' 'السفير' >letter.txt
    drafted ar 'Personne Spécimen'
}

@test "a Chinese letter: the name before the mark, from draft to verdict" {
    printf '%s\n' '2012年5月1日样本国常驻代表给秘书长和安全理事会主席的同文信' '' '这是样本。' '' '常驻代表' \
        '样本人甲(签名)' >letter.txt
    drafted zh '样 本 人 甲'
    chancery sign letter.txt --key three.key --yes
    judged 0 authentic '!mark-unnamed' '!addressee-differs' -- letter.txt
}

@test "in Chinese a name after the mark is nobody's" {
    printf '%s\n' '2012年5月1日样本国常驻代表给秘书长的信' '' '这是样本。' '' '(签名)样本人甲' >letter.txt
    refuses 3 "--from" chancery draft letter.txt
    refuses 3 "names no such signatory" chancery draft letter.txt --from '样本人甲; 常驻代表; 样本国'
}

@test "an addressee that the statement leaves out is missed in every language" {
    printf '%s\n' 'Lettre datée du 1er mai 2012, adressée au Secrétaire général et au Comité par le Représentant permanent' \
        '' '(Signé) Personne Spécimen' >letter.txt
    refuses 3 "does not know" chancery draft letter.txt
    refuses 3 "nobody for some of these words" chancery draft letter.txt \
        --to 'Secrétaire général; Specimen Organization'
    printf '%s\n' '2012年5月1日样本国常驻代表给副秘书长的信' '' '样本人甲(签名)' >letter.txt
    refuses 3 "nobody for some of these words" chancery draft letter.txt --to '秘书长; Specimen Organization'
}

@test "an addressee by a name that the letter does not use: the alias is proposed" {
    printf '%s\n' "Lettre datée du 1er mai 2012, adressée à la Présidente de l'Assemblée par le Représentant permanent du Spécimen" \
        '' '(Signé) Personne Spécimen' 'Le Représentant permanent' >letter.txt
    refuses 3 "addressed to" chancery draft letter.txt --to 'President of the Assembly; Specimen Organization'
    sees "directory add --office --alias"
}
