import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["**/dist/**", "**/node_modules/**"] },
  js.configs.recommended,
  { files: ["scripts/**/*.mjs"], languageOptions: { globals: { Intl: "readonly", process: "readonly", URL: "readonly" } } },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["client/tsconfig.json", "react/tsconfig.json", "react-ui/tsconfig.json", "app/tsconfig.json", "admin/tsconfig.json", "tsconfig.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  // A device's clock may be wrong by hours, and be set at any time.
  {
    files: ["client/src/**", "react/src/**", "react-ui/src/**", "app/src/**"],
    ignores: ["client/src/connection/clock.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "MemberExpression[object.name='Date'][property.name='now']", message: "For times on the wire use connection.clock, for durations elapsedMs()." },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "Use connection.clock: the device's clock may be wrong." },
      ],
    },
  },
  // The client has no React, and these rules compile every file that they see.
  { files: ["react/**/*.{ts,tsx}", "react-ui/**/*.{ts,tsx}", "app/**/*.{ts,tsx}", "admin/**/*.{ts,tsx}"], extends: [reactHooks.configs.flat.recommended] },
);
