// The official schema of a version, out of the introspection result that the npm package carries.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { buildClientSchema } from 'graphql';

export function official(folder, version) {
  const packed = path.join(folder, 'package/dist/data', `admin_${version}.json.gz`);
  const introspection = JSON.parse(zlib.gunzipSync(fs.readFileSync(packed)));
  return buildClientSchema(introspection.data ?? introspection, { assumeValid: true });
}
