// The page's side of the worker: one question at a time, and its answer.

export class PythonWorker {
  constructor(address) {
    this.worker = new Worker(address, { type: "module" });
    this.answer = null;
    this.worker.addEventListener("message", ({ data }) => {
      if (data.kind === "stream") this.stream(data);
      else this.answer?.(data);
    });
    this.worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.answer?.({ kind: "answer", failed: true, sentence: event.message ?? "its script did not come" });
    });
  }

  /** Sends `question`; resolves with the answer, and calls `stream` for what is printed before it. */
  ask(question, stream) {
    this.stream = stream;
    return new Promise((resolve) => {
      this.answer = resolve;
      this.worker.postMessage(question);
    });
  }

  /** Ends the worker; what it was asked resolves as stopped. */
  end() {
    this.worker.terminate();
    this.answer?.({ kind: "stopped" });
  }
}
