/*
 * agent.h - keys that ssh-agent holds (spec/keys.md, rules K19 to K22; the protocol is
 * draft-ietf-sshm-ssh-agent). The agent signs; its secrets never come here.
 *
 * agent.c makes requests and reads answers, as bytes; agent_call.c carries them.
 */
#ifndef CHY_AGENT_H
#define CHY_AGENT_H

#include "base/buf.h"
#include "base/span.h"
#include "sign/ed25519.h"

/* Requests, with the length that stands before each. */
void chy_agent_ask_keys(struct chy_buf *out);
void chy_agent_ask_signature(struct chy_buf *out, const chancery_public_key *key,
                             chancery_span message);

/* Of an answer (without its length) the one Ed25519 key with this name: a fingerprint "SHA256:"
 * and base64, or a comment. CHANCERY_E_KEY if there is none, several, one of another type, or
 * the answer is no answer. */
CHY_MUST_USE bool chy_agent_find(chancery_public_key *out, chancery_span answer,
                                 chancery_span name, chancery_error *error);
/* CHANCERY_E_REFUSED where the agent would not, _KEY where the answer is no Ed25519 signature.
 * Whether it is good is for chy_ed25519_sign to see. */
CHY_MUST_USE bool chy_agent_signature(chancery_signature *out, chancery_span answer,
                                      chancery_error *error);

/* Sends a request to the socket and appends the answer, without its length; all of it within so
 * many seconds. CHANCERY_E_UNREADABLE, _LIMIT, _KEY (cut off). */
CHY_MUST_USE bool chy_agent_call(struct chy_buf *answer, const char *socket,
                                 chancery_span request, unsigned seconds,
                                 chancery_error *error);

/* The key of this name in the agent at this socket; NULL: there is no agent. */
CHY_MUST_USE bool chy_agent_key(struct chancery_key **out, const char *socket, const char *name,
                                chancery_error *error);

#endif
