// check.mjs: proves the machines against slow, obvious readings of the
// metadata.
//
//	node check.mjs metadata.json ROUNDS

import { readFileSync } from 'node:fs';
import { callingCodes, prefixMachine, testPrefixes, testWorld, worldMachine } from './build.mjs';

const [path, rounds] = process.argv.slice(2);
const metadata = JSON.parse(readFileSync(path, 'utf8'));
const codes = callingCodes(metadata);
console.log(`${testWorld(worldMachine(codes), codes, Number(rounds))} numbers typed alike`);
console.log(`${testPrefixes(prefixMachine(metadata.numbers), Number(rounds))} prefixes matched alike`);
