#!/bin/sh
# Installs what a purpose needs and this machine lacks: deps.sh build|check|bench|lint|interop|scale ... or --all
#
# Asks for root only if something is missing. Without apt it prints what to install.
set -eu

# purpose, package of Debian, and what shows that it is there: a command, a file, or a module of pkg-config.
table='
build   gcc              gcc
build   libc6-dev        /usr/include/stdio.h
build   binutils         objcopy
build   pkg-config       pkg-config
build   libsodium-dev    libsodium.pc
build   libjansson-dev   jansson.pc
build   libssl-dev       libcrypto.pc
build   libp11-kit-dev   p11-kit-1.pc
check   libcmocka-dev    cmocka.pc
check   bats             bats
check   jq               jq
check   openssl          openssl
check   expect           expect
check   mandoc           mandoc
check   python3          python3
check   libutf8proc-dev  libutf8proc.pc
check   libicu-dev       icu-uc.pc
check   bzip2            bzip2
check   poppler-utils    pdftotext
check   pandoc           pandoc
check   groff            gropdf
check   unicode-data     /usr/share/unicode/UnicodeData.txt
check   openssh-client   ssh-agent
check   softhsm2         softhsm2-util
check   opensc           pkcs11-tool
check   clang            clang
check   groff            gropdf
check   poppler-utils    pdftotext
check   llvm             llvm-symbolizer
check   strace           strace
check   xxd              xxd
check   time             /usr/bin/time
check   libclang-rt      libclang_rt.fuzzer
bench   minisign         minisign
bench   hashdeep         hashdeep
bench   gnupg            gpg
bench   g++              g++
bench   libicu-dev       icu-uc.pc
check   libxml2-utils    xmllint
scale   parallel         parallel
scale   slurm-wlm        slurmctld
lint    clang-tidy       clang-tidy
lint    clang-format     clang-format
lint    cppcheck         cppcheck
lint    shellcheck       shellcheck
interop python3-venv     /usr/share/doc/python3-venv
interop nodejs           node
interop npm              npm
interop golang           go
'

present() # PROBE
{
    case $1 in
    libclang_rt.*) ls "$(clang -print-resource-dir 2>/dev/null)"/lib/*/"$1"* >/dev/null 2>&1 ;;
    *.pc) pkg-config --exists "${1%.pc}" 2>/dev/null ;;
    /*) [ -e "$1" ] ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

# The runtime of clang's sanitizers bears clang's version; older releases ship it with clang itself.
runtime_package()
{
    major=$(apt-cache depends clang | sed -n 's/.*Depends: clang-\([0-9][0-9]*\)$/\1/p' | head -n 1)
    apt-cache show "libclang-rt-$major-dev" >/dev/null 2>&1 && echo "libclang-rt-$major-dev"
    return 0
}

[ "${1-}" != --all ] || set -- build check bench lint interop scale
missing=
for purpose; do
    packages=$(echo "$table" | while read -r for package probe; do
        if [ "$for" = "$purpose" ] && ! present "$probe"; then
            echo "$package"
        fi
    done)
    missing="$missing $packages"
done
# shellcheck disable=SC2086,SC2116 # one line, as it is printed and given to apt
missing=$(echo $missing)
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "Please install what your system calls these packages of Debian: $missing" >&2
    exit 1
fi
root=
if [ "$(id -u)" -ne 0 ]; then
    root=sudo
    command -v sudo >/dev/null || {
        echo "Please install as root: apt-get install $missing" >&2
        exit 1
    }
fi
echo "Installing $missing"
export DEBIAN_FRONTEND=noninteractive
$root apt-get -q update
case " $missing " in
*' libclang-rt '*) missing="${missing%libclang-rt*} $(runtime_package) ${missing#*libclang-rt}" ;;
esac
# shellcheck disable=SC2086 # a list of packages
$root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 $missing
