/** What a page of the stage needs of the front end, as one file for Node. */
export { Provider } from "../../live/provider";
export { readText } from "../../live/refused";
