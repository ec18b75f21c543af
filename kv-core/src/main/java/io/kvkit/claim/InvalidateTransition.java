package io.kvkit.claim;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes value and claim together, whatever the key holds; the counterpart of invalidate.lua.
 *
 * @param ifHeader the header that must still be there; null to delete in any case
 */
record InvalidateTransition(byte @Nullable [] ifHeader) implements Transition<Boolean> {

    private static final Script SCRIPT = Script.load(InvalidateTransition.class, "invalidate.lua");

    InvalidateTransition {
        if (ifHeader != null && ifHeader.length < ClaimRecord.MIN_LENGTH) {
            throw new IllegalArgumentException("A header has 36 bytes or more, but this one has " + ifHeader.length);
        }
    }

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        return List.of(ifHeader == null ? Draft.EMPTY : ifHeader);
    }

    @Override
    public Step apply(@Nullable Entry entry, long now) {
        if (ifHeader == null) {
            return new Step.Delete(Reply.of(entry == null ? 0 : 1));
        }
        boolean delete = entry != null && startsWith(entry.value(), ifHeader);
        return delete ? new Step.Delete(Reply.of(1)) : Reply.keep(0);
    }

    private static boolean startsWith(byte[] value, byte[] header) {
        return value.length >= header.length && Arrays.equals(value, 0, header.length, header, 0, header.length);
    }

    @Override
    public Boolean decode(Key key, byte[] reply) {
        return reply[0] != 0;
    }
}
