// The page's side of the worker: one question at a time, and its answer.

/** What a question comes to when the worker is ended before it answers. */
export class Stopped extends Error {}

export class PythonWorker {
  constructor(address) {
    this.started = false;
    this.worker = new Worker(address, { type: "module" });
    this.settle = null;
    this.worker.addEventListener("message", ({ data }) => {
      if (data.kind === "stream") this.stream(data);
      else if (data.kind === "broken") this.settle?.reject(Object.assign(new Error(data.sentence), { over: data.over }));
      else this.settle?.resolve(data);
    });
    this.worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.settle?.reject(Object.assign(new Error(event.message ?? "its script did not come"), { over: true }));
    });
  }

  /**
   * Sends `question`; resolves with the answer, and calls `stream` for what is printed before it. Rejects with an Error
   * where the worker itself could not answer (`over` tells whether it never will), and with Stopped where it was ended.
   */
  ask(question, stream = () => {}) {
    this.stream = stream;
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.worker.postMessage(question);
    });
  }

  /** Ends the worker. */
  end() {
    this.worker.terminate();
    this.settle?.reject(new Stopped());
  }
}
