/** As `testIds`, of parts that come behind the first message: they weigh nothing before it. */
export const laterTestIds = {
  // Requests: data-by
  requests: "requests",
  request: "request",

  // Where I am signed in: data-device
  devicesItem: "devices-item",
  devices: "devices",
  device: "device",
} as const;
