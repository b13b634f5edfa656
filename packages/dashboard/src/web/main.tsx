import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { Session } from "./chain/session.ts";
import { SessionContext } from "./chain/use-session.ts";
import { ScoreReader } from "./scores/scores.ts";
import { ScoresContext } from "./scores/use-scores.ts";

const { protocol, host } = location;
const session = new Session(`${protocol === "https:" ? "wss" : "ws"}://${host}`);
void session.start();

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <SessionContext value={session}>
      <ScoresContext value={new ScoreReader()}>
        <App />
      </ScoresContext>
    </SessionContext>
  </StrictMode>,
);
