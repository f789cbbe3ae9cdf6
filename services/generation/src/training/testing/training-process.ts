import { Database } from "@interlude/infra-postgres";
import { trainer } from "../../testing/training-stage.js";

/** A process that fits the pending training and is there to be killed: its arguments are the database's address and the steps. */
const [url, steps] = process.argv.slice(2);
const database = new Database({ url: url!, application: "test" });
await trainer({ database, url: url! }, { steps: Number(steps) }).fitPending();
await database.close();
