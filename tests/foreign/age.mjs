// Another implementation of age, asked by tests/integration/sealing/foreign.rs:
//   node age.mjs open KEY FROM TO     KEY: a file with one secret key
//   node age.mjs seal KEYS FROM TO    KEYS: a recipients file
//   node age.mjs unlock WORDS FROM TO WORDS: a file with a passphrase; FROM is armored
import { readFileSync, writeFileSync } from "node:fs";
import { Decrypter, Encrypter, armor } from "age-encryption";

const [verb, key, from, to] = process.argv.slice(2);
const lines = readFileSync(key, "utf8").split("\n").filter((line) => line !== "");
const bytes = readFileSync(from);

if (verb === "seal") {
  const encrypter = new Encrypter();
  lines.forEach((line) => encrypter.addRecipient(line));
  writeFileSync(to, await encrypter.encrypt(bytes));
} else if (verb === "open") {
  const decrypter = new Decrypter();
  decrypter.addIdentity(lines[0]);
  writeFileSync(to, await decrypter.decrypt(bytes));
} else if (verb === "unlock") {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(lines[0]);
  writeFileSync(to, await decrypter.decrypt(armor.decode(bytes.toString("utf8"))));
} else {
  throw new Error("open, seal or unlock");
}
