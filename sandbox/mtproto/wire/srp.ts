import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { sha256, xor } from './bytes.ts';

/** What a client needs for proving that it knows the password, and what the server keeps for checking the proof. */
export interface SrpChallenge {
  readonly salt1: Buffer;
  readonly salt2: Buffer;
  readonly g: number;
  /** The prime, 256 bytes. */
  readonly p: Buffer;
  /** g_b, 256 bytes. */
  readonly B: Buffer;
  /** Whether the client's A and M1 prove it. */
  isProof(A: Buffer, M1: Buffer): boolean;
}

const sizeBytes = 256;
const generator = 3n;

// The prime that Telegram's own servers use; clients accept no other without a long check.
const primeHex =
  'c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058229493d22530f4dbfa336f6e0ac925139543aed44cce7c37' +
  '20fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f642477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4' +
  'a4a695811051907e162753b56b0f6b410dba74d8a84b2a14b3144e0ef1284754fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4' +
  'e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f0d8115f635b105ee2e4e15d04b2454bf6f4fadf034b10403119cd8e3b92fcc5b';
const prime = BigInt(`0x${primeHex}`);

/** Begins a check of `password`: two-step verification by SRP as https://core.telegram.org/api/srp has it. */
export async function createSrpChallenge(password: string): Promise<SrpChallenge> {
  const salt1 = randomBytes(40);
  const salt2 = randomBytes(16);
  const p = toBytes(prime);
  const g = toBytes(generator);
  // The server could keep the verifier alone; here it makes it from the password each time.
  const x = toNumber(await hashPassword(password, salt1, salt2));
  const verifier = power(generator, x);
  const k = toNumber(sha256(p, g));
  const b = toNumber(randomBytes(sizeBytes));
  const B = toBytes((k * verifier + power(generator, b)) % prime);

  function isProof(A: Buffer, M1: Buffer): boolean {
    const a = toNumber(A) % prime;
    // Any multiple of p would make the shared secret 0, password or not.
    if (a === 0n) return false;
    const u = toNumber(sha256(toBytes(a), B));
    const shared = power((a * power(verifier, u)) % prime, b);
    const expected = sha256(
      xor(sha256(p), sha256(g)),
      sha256(salt1),
      sha256(salt2),
      toBytes(a),
      B,
      sha256(toBytes(shared)),
    );
    return expected.equals(M1);
  }

  return { salt1, salt2, g: Number(generator), p, B, isProof };
}

/** PH2 of the API: SHA-256, twice salted, around 100,000 rounds of PBKDF2-HMAC-SHA-512. */
async function hashPassword(password: string, salt1: Buffer, salt2: Buffer): Promise<Buffer> {
  const inner = sha256(salt1, Buffer.from(password), salt1);
  const first = sha256(salt2, inner, salt2);
  const slow = await promisify(pbkdf2)(first, salt1, 100_000, 64, 'sha512');
  return sha256(salt2, slow, salt2);
}

/** base ^ exponent mod p, by squaring. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % prime;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}

/** Big-endian, as the API writes numbers here. */
function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

/** Always of full length: hashes are taken over padded numbers. */
function toBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(sizeBytes * 2, '0'), 'hex');
}
