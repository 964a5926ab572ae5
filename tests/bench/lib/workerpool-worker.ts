import workerpool from "workerpool";
import { bubbleSort, doze, sumSquare, textLength } from "./tasks.ts";

workerpool.worker({ bubbleSort, doze, sumSquare, textLength });
