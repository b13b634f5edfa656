import type { LanguageEvent } from "@myelin/subnets";

/** An event of a neuron as a sentence; undefined for what people need not hear. */
export function describe(event: LanguageEvent): string | undefined {
  switch (event.event) {
    case "model":
      return event.parameters === null
        ? `The model ${event.model} is ready.`
        : `The model ${event.model} is ready: ${event.parameters.toLocaleString("en")} parameters, ${event.step} steps so far.`;
    case "model-trouble": {
      const next = event.retrySeconds === null ? "" : `, and it is tried again in ${event.retrySeconds.toFixed(0)} s`;
      return `${event.reason} The miner keeps its place: a model that counts answers instead${next}.`;
    }
    case "text":
      return `Reads ${event.text}, ${event.bytes.toLocaleString("en")} bytes.${event.demonstration ? " Miners could look it up: it is a demonstration. Use --text for text of your own." : ""}`;
    case "connected":
      return `Reaches the node, at block ${event.block}.`;
    case "outage":
      return `Cannot reach the node, and tries again: ${event.reason}`;
    case "registered":
      return `Is neuron ${event.uid}.`;
    case "unregistered":
      return `Hotkey ${event.hotkey} is not registered: ${event.reason} Register it with "myelin subnet register"; this waits.`;
    case "deregistered":
      return `Hotkey ${event.hotkey} lost its place ${event.uid} to another. Register it again with "myelin subnet register"; this waits.`;
    case "served":
      return `Serves on ${event.ip}:${event.port}.`;
    case "training":
      return `Step ${event.step}, ${event.received.toLocaleString("en")} bytes learned${event.bitsPerByte === null ? "" : `, ${event.bitsPerByte.toFixed(3)} bits a byte on unseen text`}.`;
    case "part":
      return `Opens part ${event.part} of ${event.of}: ${event.lanes} lanes of ${event.bytesPerLane} bytes.`;
    case "round":
      return `Round ${event.round}: ${event.answers} of ${event.asked} answered in ${event.seconds.toFixed(1)} s; order-0 ${event.orderZero.toFixed(3)} bits a byte${event.scores.map(({ uid, bitsPerByte }) => `, ${uid}: ${bitsPerByte.toFixed(3)}`).join("")}.`;
    case "weights":
      return `Set weights in block ${event.block} for ${event.weights.map(([uid]) => uid).join(", ")}.`;
    case "distrusted":
      return `Learns no more from ${event.validator}: what it told in rounds is not what it published.`;
    case "text-ended":
      return "All of the text has been read. Give more with --text.";
    case "notice":
      return `${event.what}: ${event.reason}`;
    case "commitment-failed":
      return `Could not publish its chunks yet: ${event.reason}`;
    case "stopped":
      return "Stopped.";
    default:
      return undefined;
  }
}
