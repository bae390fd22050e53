#!/usr/bin/env bash
# Specimen documents in six languages, signed: tests/bench/specimens.sh FOLDER
#
# FOLDER gets directory.jsonl, root.pub, the keys of every specimen person, log.key, and for each language a folder
# with annex.txt, cover.txt, issue.txt and the record of the last: a letter by two, forwarded by a third and issued,
# so four signatures a document. The program tests/bench/archive makes archives of any size of them. Keys are of
# published seeds, so every run makes the same bytes.
set -eu
: "${CHANCERY:?is the absolute path of the program}" "${SEEDKEY:?is the absolute path of the program seedkey}"
specimens=$(cd "$(dirname "$0")/../vectors/outline" && pwd)
mkdir -p "$1"
cd "$1"
export CHANCERY_HOME=$PWD/home

key() # NAME: its seed is the digest of its name
{
    "$SEEDKEY" "$(printf 'chancery specimen %s' "$1" | sha256sum | cut -c1-64)" "$1.key"
    openssl pkey -in "$1.key" -pubout -out "$1.pub"
}

holder() # NAME OFFICE KEY ALIAS...
{
    local name=$1 office=$2 key=$3 alias
    local -a aliases=()
    shift 3
    for alias; do
        aliases+=(--alias "$alias")
    done
    key "$key"
    "$CHANCERY" directory add directory.jsonl --name "$name" --office "$office" --key "$key.pub" --since 2012-01-01 \
        "${aliases[@]}" >/dev/null
}

key root
key log
"$CHANCERY" directory init directory.jsonl --root root.pub --threshold 1 --expires 2060-01-01 >/dev/null
holder 'Documents Registry' 'Documents Registry; United Nations' registry
# LANGUAGE, whom the cover is addressed to, its signatory and his office, the two of the annex and theirs; OF is the same for both.
people()
{
    cat <<'LIST'
en|President of the Security Council|Specimen Person|Secretary-General|Another Specimen|Interim President|Third Specimen|Prime Minister|Specimen State
fr|Président du Conseil de sécurité|Personne Spécimen|Secrétaire général|Autre Spécimen|Président de la République par intérim|Troisième Spécimen|Premier Ministre|Spécimen
es|Presidente del Consejo de Seguridad|Persona Espécimen|Secretario General|Otra Espécimen|Presidenta Interina de la República|Tercer Espécimen|Primer Ministro|Espécimen
ru|Председателя Совета Безопасности|Персона Образцовая|Генерального секретаря|Вторая Образцовая|Временный Президент Республики|Третий Образцов|Премьер-министр|Образец
zh|安全理事会主席|样本人甲|秘书长|样本人·乙|共和国临时总统|样本人·丙|总理|样本国
ar|رئيس مجلس الأمن|شخص نموذجي|الأمين العام|آخر نموذجي|الرئيس المؤقت للجمهورية|ثالث نموذجي|رئيس الوزراء|النموذج
LIST
}

while IFS='|' read -r language president cover head first chief second minister of; do
    "$CHANCERY" directory authorize directory.jsonl --office 'Documents Registry; United Nations' --acts issue \
        --for "$president; United Nations" --since 2012-01-01 >/dev/null
    holder "$cover" "$head; United Nations" "$language-cover"
    holder "$first" "$chief; $of" "$language-first"
    holder "$second" "$minister; $of" "$language-second"
done < <(people)
"$CHANCERY" directory sign directory.jsonl --key root.key >/dev/null
"$CHANCERY" directory trust directory.jsonl --root root.pub >/dev/null

while IFS='|' read -r language president cover head first chief second minister of; do
    mkdir -p "$language"
    sed '1,/^$/d' "$specimens/$language-document.txt" >"$language/issue.txt"
    (
        cd "$language"
        rm -f ./*.jsonl
        "$CHANCERY" outline issue.txt --split . >/dev/null
        "$CHANCERY" draft annex.txt --from "$first; $chief; $of" --from "$second; $minister; $of" \
            --to "$head; United Nations" >/dev/null
        "$CHANCERY" sign annex.txt --key "../$language-first.key" --yes >/dev/null
        "$CHANCERY" sign annex.txt --key "../$language-second.key" --yes >/dev/null
        "$CHANCERY" forward cover.txt --annex annex.txt --from "$cover; $head; United Nations" \
            --to "$president; United Nations" >/dev/null
        "$CHANCERY" sign cover.txt --key "../$language-cover.key" --yes >/dev/null
        "$CHANCERY" issue issue.txt --carries cover.txt \
            --from 'Documents Registry; Documents Registry; United Nations' >/dev/null
        "$CHANCERY" sign issue.txt --key ../registry.key --yes >/dev/null
        "$CHANCERY" verify issue.txt >verdict || { cat verdict; exit 1; }
    )
done < <(people)
