// An S3-compatible store on a free loopback port, for S3FileStoreTests:  node serve.mjs FOLDER BUCKET
import S3rver from "s3rver";

const [directory, name] = process.argv.slice(2);
const { address, port } = await new S3rver({ directory, address: "127.0.0.1", port: 0, silent: true, configureBuckets: [{ name, configs: [] }] }).run();
console.log(`listening on ${address}:${port}`);
