// check_sigstore.js CASE.json...: each envelope under the key beside it, CASE.pub, by @sigstore/verify: as a bundle v0.3
// with a plain public key, without log and timestamps.
//
// Prints "accepted CASE" or "refused CASE" for each. CASE.pub belongs to all files CASE.*.json.
'use strict';
const fs = require('fs');
const path = require('path');
const { bundleFromJSON } = require('@sigstore/bundle');
const { toSignedEntity, toTrustMaterial, VerificationError, Verifier } = require('@sigstore/verify');

const nobody = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
const thresholds = { ctlogThreshold: 0, tlogThreshold: 0, tsaThreshold: 0 };

function judge(file) {
  const envelope = JSON.parse(fs.readFileSync(file, 'utf8'));
  const hint = envelope.signatures[0].keyid;
  const pem = fs.readFileSync(file.replace(/\..*$/, '.pub'), 'utf8');
  const der = Buffer.from(pem.replace(/-----[^-]*-----|\s/g, ''), 'base64');
  const bundle = bundleFromJSON({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint }, tlogEntries: [] },
    dsseEnvelope: envelope,
  });
  try {
    new Verifier(toTrustMaterial(nobody, { [hint]: { rawBytes: der } }), thresholds).verify(toSignedEntity(bundle));
  } catch (error) {
    if (error instanceof VerificationError && error.code === 'SIGNATURE_ERROR') return 'refused';
    throw error;
  }
  return 'accepted';
}

for (const file of process.argv.slice(2)) console.log(judge(file), path.basename(file, '.json'));
