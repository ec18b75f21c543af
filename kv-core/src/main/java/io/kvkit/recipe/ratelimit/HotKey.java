package io.kvkit.recipe.ratelimit;

import io.kvkit.store.Key;

/**
 * A key of a limit and how many calls it had in this JVM, see {@link HotKeys}. Its text is safe to log: it does not
 * contain the id.
 *
 * @param key the key
 * @param calls how many calls were decided, the older ones counted less
 * @param refused how many of them the limit refused, or would have refused if it were not in shadow mode
 * @param error by how much {@code calls} may be too high: 0 if no other key had to make room
 * @since 0.1
 */
public record HotKey(Key key, long calls, long refused, long error) {

    /** Returns the id of the key as the store has it: the text of who is limited, or its hash. Do not log it. */
    public String id() {
        return key.text().substring(key.namespace().start().length());
    }
}
