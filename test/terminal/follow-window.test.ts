/** A window that had another size while a frame was drawn is told of once it is at rest. */
import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type FollowedWindow, followWindow } from "../../src/terminal/follow-window.js";

/** A terminal whose size Node learns of only by `told`. */
class Output extends EventEmitter {
  columns = 80;
  rows = 24;
  real: [number, number] = [80, 24];
  told(): void {
    const isNew = this.real[0] !== this.columns || this.real[1] !== this.rows;
    [this.columns, this.rows] = this.real;
    if (isNew) this.emit("resize");
    process.emit("SIGWINCH", "SIGWINCH");
  }
}

let output: Output;
let window: FollowedWindow;
const onResize = vi.fn();
const onDragged = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  onResize.mockClear();
  onDragged.mockClear();
  output = new Output();
  window = followWindow(output as unknown as NodeJS.WriteStream, { onResize, onDragged });
});

afterEach(() => {
  window.stop();
  vi.useRealTimers();
});

/** How often the frame is drawn anew once nothing happens any more. */
function drawnAnew(): number {
  vi.advanceTimersByTime(10_000);
  return onDragged.mock.calls.length;
}

test("one other size, with nothing drawn before it is told", () => {
  window.draws();
  vi.advanceTimersByTime(1_000);
  output.real = [60, 15];
  output.told();
  window.draws();
  expect(onResize).toHaveBeenCalledTimes(1);
  expect(drawnAnew()).toBe(0);
});

test("drawn for a size that the window no longer had", () => {
  output.real = [60, 15];
  window.draws();
  output.told();
  expect(drawnAnew()).toBe(1);
  // A wider one breaks nothing.
  window.draws();
  output.real = [80, 24];
  output.told();
  expect(drawnAnew()).toBe(1);
});

test("another size, and back, before anybody looked", () => {
  output.told();
  expect(onResize).not.toHaveBeenCalled();
  expect(drawnAnew()).toBe(1);
});

test("dragged: once, when it is let go", () => {
  for (const columns of [79, 78, 77, 76]) {
    output.real = [columns, 24];
    output.told();
    vi.advanceTimersByTime(100);
  }
  expect(onResize).toHaveBeenCalledTimes(4);
  expect(drawnAnew()).toBe(1);
});

test("the terminal is the shell's meanwhile: nothing is drawn there; a size that it got is looked at after it", () => {
  output.real = [60, 15];
  window.draws();
  output.told();
  window.rests();
  expect(drawnAnew()).toBe(0);
  // As Node does, which listens first.
  const look = (): void => {
    [output.columns, output.rows] = output.real;
    output.emit("resize");
  };
  output.real = [50, 15];
  process.prependListener("SIGWINCH", look);
  window.looks();
  process.off("SIGWINCH", look);
  expect(onResize).toHaveBeenCalledTimes(2);
  window.looks();
  expect(drawnAnew()).toBe(0);
});

test("stopped: nothing is told, nothing is listened to", () => {
  const listeners = process.listenerCount("SIGWINCH");
  output.told();
  window.stop();
  expect(drawnAnew()).toBe(0);
  expect(process.listenerCount("SIGWINCH")).toBe(listeners - 1);
  expect(output.listenerCount("resize")).toBe(0);
});
