/** Makes a field of which nothing is ever drawn but its length, as screens do for a secret. */
import { Secret } from "../../src/base/secret.js";
import {
  type FieldOptions,
  type FieldPart,
  useGuardedField,
} from "../../src/terminal/parts/fields.js";

interface SecretFieldOptions extends FieldOptions {
  readonly onSubmit: (value: Secret) => void;
}

export function useSecretField({ onSubmit, ...options }: SecretFieldOptions): FieldPart {
  return useGuardedField({
    ...options,
    unwrap: true,
    mayShow: () => false,
    onSubmit: (text) => onSubmit(new Secret(text)),
  });
}
