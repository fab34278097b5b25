/** The storage of the page: it opens while the modules of the first screen still come. */
import { openStorage } from "./database.js";

export const opened = openStorage();
opened.catch(() => {}); // told by whoever waits for it
