#!/usr/bin/env bash
# The project speaks of itself alone: no path of one machine, no host of a package registry, nothing about who
# asked for what, nothing left for later.
set -u
bad=0
refuse() # PATTERN REASON
{
    git ls-files -z --cached --others --exclude-standard |
        grep -zvE '^(tests/lint/project-speaks\.sh|LICENSE)$|^tests/vectors/' |
        xargs -0 grep -nIE -- "$1" /dev/null | sed -E "s#^([^:]*:[0-9]+):#\1: $2: #" | cut -c1-160 | grep . && bad=1
}
git rev-parse --git-dir >/dev/null 2>&1 || { echo 'skipped: not a git repository'; exit 77; }
refuse '(^|[^A-Za-z0-9._-])/(work|root|home/[a-z]+)(/|\b)' 'a path of one machine'
refuse '(registry\.npmjs|registry\.yarnpkg|proxy\.golang|sum\.golang|pypi|pythonhosted|deb\.debian|pkg\.dev)\.?(org|com|net)?/' 'a package registry'
refuse '\b([Cc]hat[ -]?GPT|[Cc]laude|[Cc]opilot|LLM|language model|AI[- ]generated)\b' 'not about the project'
refuse '\b(this session|the session|sub-?agents?|as the issue|the issue (says|asks|wants|demands)|hidden tests?)\b' 'not about the project'
refuse '\b(TODO|FIXME|XXX|HACK)\b' 'left for later'
exit $bad
