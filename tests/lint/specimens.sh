#!/usr/bin/env bash
# Every form that documents have is in a specimen of tests/vectors/outline/, in each of the six languages. A form
# has a line for each language, a pattern for grep -E; one that begins with "header:" is of the outline that is
# expected. English specimens have no language in their names, or "en-".
set -u
cd "$(dirname "$0")/../../tests/vectors/outline" || exit 1
export LC_ALL=C.UTF-8
bad=0

specimens() { # LANGUAGE
    case $1 in
        en) printf '%s\n' *.txt | grep -vE '^(fr|es|ru|zh|ar)-' ;;
        *) printf '%s\n' "$1"-*.txt ;;
    esac
}

form() { # NAME PATTERN-of-en PATTERN-of-fr -es -ru -zh -ar; one pattern stands for all
    local name=$1 language pattern part
    shift
    for language in en fr es ru zh ar; do
        pattern=$1
        [ $# -eq 1 ] || shift
        part='1,/^$/d'
        # shellcheck disable=SC2016 # $ is of sed
        [ "${pattern#header:}" = "$pattern" ] || part='/^$/,$d'
        specimens "$language" | while read -r file; do
            ! sed "$part" "$file" | grep -qE -- "${pattern#header:}" || echo "$file"
        done | grep -q . || {
            echo "tests/vectors/outline: no specimen in $language of: $name"
            bad=1
        }
    done
}

form 'a letter' '^Letter dated' '^Lettre datée du' '^Carta de fecha' '^Письмо ' '的信$' '^رسالة مؤرخة'
form 'identical letters to several addressees' '^Identical letters dated.* and ' '^Lettres identiques datées.* et ' \
    '^Cartas idénticas de fecha.* y ' '^Идентичные письма.* и ' '和.*的同文信' '^رسالتان متطابقتان.* و'
form 'a note verbale' '^Note verbale dated' '^Note verbale datée' '^Nota verbal de fecha' '^Вербальная нота' \
    '的普通照会' '^مذكرة شفوية'
form 'a note verbale that nobody signed by name' 'header:0 marks \| note'
form "a chargé d'affaires" "Chargé d'affaires" "[Cc]hargé d.affaires" 'Encargad[oa] de Negocios' \
    'Временн[^ ]+ поверенн' '临时代办' 'القائم بالأعمال'
form 'several who sign one letter' 'header:\| [2-9] marks'
form 'an annex with a number' '^Annex I+' '^Annexe I+' '^Anexo I+' '^Приложение I+' '^附件[一二]' '^المرفق (الأول|الثاني)'
form 'an annex to the letter dated' '^Annex to the letter dated' '^Annexe à la lettre datée' '^Anexo de la carta de fecha' \
    '^Приложение к письму' '的信的附件$' '^مرفق الرسالة المؤرخة'
form 'an annex by itself' '^Annex$' '^Annexe$' '^Anexo$' '^Приложение$' '^附件$' '^المرفق$'
form 'an enclosure' '^Enclosure' '^Pièce jointe' '^(Documento adjunto|Adjunto)' '^(Добавление|Дополнение)' '^附文' '^الضميمة'
form 'an appendix' '^Appendix' '^Appendice' '^Apéndice' '^(Дополнение|Добавление)' '^附录' '^التذييل'
form 'annexes within annexes' 'header:^part: annex \| (Enclosure|Appendix)' 'header:^part: annex \| (Pièce|Appendice)' \
    'header:^part: annex \| (Documento|Adjunto|Apéndice)' 'header:^part: annex \| (Добавление|Дополнение)' \
    'header:^part: annex \| 附 \| 2 words \| [文录]' 'header:^part: annex \| (الضميمة|التذييل)'
form 'the language of the original' '\[Original: ' '\[Original : ' '\[Original: ' '\[Подлинный текст' '原件：' '\[الأصل: '
form 'the office on the line of the name' '\(Signed\) [^ ]+ [^ ]+ [^ ]+' '.(Le|La) .*\(Signé\)' '\(Firmado\) [^ ]+ [^ ]+ [^ ]+' \
    '\(Подпись\) [^ ]+ [^ ]+ [^ ]+' '[^ ]+ [^ ]+\(签名\)|代办.*\(签名\)|代表.*\(签名\)' '\(توقيع\) [^ ]+ [^ ]+ [^ ]+'
form 'the office on another line' 'header:^mark: [^|]+\| .'
form 'a symbol of the Assembly, with its session' '(^| )A/[0-9]{2}/[0-9]'
form 'a symbol of the Council' '(^| )S/[0-9]{4}/[0-9]'
form 'a symbol of the Economic and Social Council' '(^| )E/[0-9]{4}/[0-9]'
form 'a revision' '/Rev\.[0-9]'
form 'an addendum' '/Add\.[0-9]'
form 'a corrigendum' '/Corr\.[0-9]'
form 'two symbols on one masthead' 'header:^masthead: [^|]+ \+ '
form 'a numbered footnote' '^[¹²³] |^\* [^ ]|^[0-9] [^ ]'
form 'an asterisk' '\*( |$)|\* '
form 'heads and feet of pages' 'header:^pages: [1-9]'
form 'flattened text' '.{300}' '.{300}' '.{300}' '.{300}' '.{120}' '.{300}'
exit $bad
