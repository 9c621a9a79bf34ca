// Reads codes by the camera or from a picture, in the browser alone. Where it has no reader of its own, the one beside us does it.
import "/lib/jsqr/jsQR.js";

let stream = null;

async function read(source, width, height) {
  if ("BarcodeDetector" in window) {
    try {
      const found = await new BarcodeDetector({ formats: ["qr_code"] }).detect(source);
      if (found.length > 0) return found[0].rawValue;
    } catch {
      // Some browsers name the interface and have no reader behind it.
    }
  }
  const most = 1600, scale = Math.min(1, most / Math.max(width, height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  drawing.fillStyle = "#fff";
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.drawImage(source, 0, 0, canvas.width, canvas.height);
  return self.jsQR(drawing.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, canvas.height)?.data ?? null;
}

export async function start(video, screen) {
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  } catch (fault) {
    return fault.name === "NotAllowedError" ? "the browser does not let this page use the camera" : "there is no camera that can be used";
  }
  const own = stream;
  video.srcObject = own;
  await video.play();
  let last = null;
  (async () => {
    while (stream === own) {
      if (video.videoWidth > 0) {
        const text = await read(video, video.videoWidth, video.videoHeight);
        if (text && text !== last && stream === own) {
          last = text;
          await screen.invokeMethodAsync("Found", text);
        }
      }
      await new Promise(done => setTimeout(done, 150));
    }
  })();
  return null;
}

export function stop() {
  stream?.getTracks().forEach(track => track.stop());
  stream = null;
}

export function watch(input, screen) {
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    let text = null;
    try {
      const picture = await createImageBitmap(file);
      text = await read(picture, picture.width, picture.height);
    } catch {
      // Not a picture that a browser can show.
    }
    await (text ? screen.invokeMethodAsync("Found", text) : screen.invokeMethodAsync("Nothing"));
    input.value = "";
  });
}
