import { connect, registerNeuron, registerSubnet, startSubnet, addStake, getMetagraph } from "@myelin/client";
import { Node } from "../../node/src/index.ts";
import { keypairFromUri } from "@myelin/primitives";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askCompletion, runLanguageMiner, runLanguageValidator } from "./index.ts";
const T0 = performance.now(); const at = () => ((performance.now()-T0)/1000).toFixed(1);
const dir = await mkdtemp(join(tmpdir(), "net-"));
const node = await Node.start({ dir: join(dir, "node"), sealing: "interval", rpc: { port: 19944 } });
console.log(at(), "node", node.rpc!.url);
const url = "ws://127.0.0.1:19944";
const client = await connect(url);
const K = (n: string) => keypairFromUri("//"+n);
const [alice, bob, charlie] = [K("Alice"), K("Bob"), K("Charlie")];
const { netuid } = await registerSubnet(client, alice, K("own").address);
console.log(at(), "subnet", netuid);
const V = ["v1","v2","v3"], M: [string, any][] = [["gpt",{model:"gpt-small"}],["gru",{model:"gru"}],["dumb",{model:"gpt-small",cpuShare:0}],["mortal",{model:"gru"}]];
const send = async (p: Promise<unknown>) => p;
await Promise.all([startSubnet(client, alice, netuid), ...V.map(v => registerNeuron(client, bob, netuid, K(v).address)), ...M.map(([m]) => registerNeuron(client, charlie, netuid, K(m).address))]);
console.log(at(), "registered");
await Promise.all(V.map((v) => client.tx("SubtensorModule","add_stake",{hotkey:K(v).accountId, netuid, amount_staked: 10_000_000_000n}).sendAndWait(bob)));
console.log(at(), "staked");
const ac = new AbortController(); const mortal = new AbortController();
const quiet = new Set(["training"]);
const rep = (n: string) => (e: any) => { if (e.event==="training") { if (Math.random()<0.15) console.log(at(), n, JSON.stringify(e)); return; } if (e.event === "round") { if (e.round % 4 !== 1) return; e.scores = e.scores.map((s: any) => `${s.uid}: ${s.bitsPerByte.toFixed(2)} g${s.gain.toFixed(2)} r${s.reward.toFixed(2)}`).join(" | "); } console.log(at(), n, JSON.stringify(e)); };
const runs = [...V.map((v,i)=>runLanguageValidator({ hotkey: K(v), url, netuid, dir: join(dir, v), port: 19100+i, signal: ac.signal, report: rep(v) })),
 ...M.map(([m,o],i)=>runLanguageMiner({ hotkey: K(m), url, netuid, dir: join(dir,m), port: 19200+i, signal: m==="mortal"?mortal.signal:ac.signal, report: rep(m), ...o }))];
const secs = Number(process.argv[2] ?? 90);
const poll = setInterval(async () => { const g = await getMetagraph(client, netuid); console.log(at(), "block", g.block, "since", g.blocksSinceLastStep, g.neurons.map(n=>`${n.uid}${n.validatorPermit?"*":""} inc ${n.incentive} em ${n.emission} st ${(Number(n.totalStake)/1e9).toFixed(1)}`).join(" | ")); }, 10000);
setTimeout(()=>mortal.abort(), secs*400);
await new Promise(r=>setTimeout(r, secs*1000));
for await (const t of askCompletion({ node: client, netuid, signer: K("stranger"), prompt: "Call me", maxBytes: 120 })) process.stdout.write(t);
console.log(); clearInterval(poll);
ac.abort(); await Promise.all(runs); await client.close(); await node.stop(); console.log(at(), "done", dir);
// post: curve
import { OrderTwo, OrderZero } from "@myelin/learning";
import { readdir, readFile } from "node:fs/promises";
import { readRecords } from "./language/records.ts";
{
  const o2 = new OrderTwo(); const rounds: any[] = []; const texts = new Map<string, Uint8Array[]>();
  for (const v of V) {
    const chunk = await readFile(join(dir, v, "chunks", "00000000.chunk"));
    const lanes = Array.from({length:256},(_,l)=>chunk.subarray(l*64,(l+1)*64)); texts.set(v, lanes.map(x=>new Uint8Array(x)));
    for (const l of lanes) for (let i=0;i<64;i++) o2.update(l.subarray(0,i), l[i]!);
    for (const f of (await readdir(join(dir,v,"records"))).sort()) for (const r of await readRecords(join(dir,v,"records",f))) rounds.push({v, r, i: r.position});
  }
  rounds.sort((a,b)=>a.i-b.i);
  const buckets = new Map<number, {n:number,o2:number,o0:number,m:Map<string,number>}>();
  for (const {v,r} of rounds) {
    const bytes = Buffer.from(r.bytes,"base64"); const t = texts.get(v)!; let b2=0;
    for (let l=0;l<256;l++) { b2 -= Math.log2(o2.predict(t[l]!)[bytes[l]!]!); }
    for (let l=0;l<256;l++) { o2.update(t[l]!, bytes[l]!); t[l] = Uint8Array.from([...t[l]!.slice(-2), bytes[l]!]); }
    const k = Math.floor((r.position-64)/24); const b = buckets.get(k) ?? {n:0,o2:0,o0:0,m:new Map()}; buckets.set(k,b);
    b.n++; b.o2 += b2/256; b.o0 += r.orderZero; for (const a of r.answers) b.m.set(a.hotkey, (b.m.get(a.hotkey)??0)+a.bits);
  }
  const names = new Map(M.map(([m])=>[K(m).address,m]));
  for (const [k,b] of buckets) console.log("minute", k, "o0", (b.o0/b.n).toFixed(2), "o2", (b.o2/b.n).toFixed(2), [...b.m].map(([h,x])=>`${names.get(h)} ${(x/b.n).toFixed(2)}`).join(" "));
}
import { execSync } from "node:child_process"; console.log(execSync(`du -sh ${dir}/*/* | sort -h | tail -12`).toString());
