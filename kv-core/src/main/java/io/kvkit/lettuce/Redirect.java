package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a server that another server serves the slot. The command was not carried out.
 *
 * @param lasting whether the slot has moved; if not, only this command goes to the other server, which is taking over
 *     the slot
 * @param slot the slot
 * @param host where to go; empty for the host that was asked
 * @param port where to go
 */
record Redirect(boolean lasting, int slot, String host, int port) {

    static @Nullable Redirect of(@Nullable Throwable failure) {
        String text = failure instanceof RedisCommandExecutionException ? failure.getMessage() : null;
        boolean lasting = text != null && text.startsWith("MOVED ");
        return text == null || !(lasting || text.startsWith("ASK ")) ? null : parse(lasting, text.split(" "));
    }

    Address address(String askedHost) {
        return new Address(host.isEmpty() ? askedHost : host, port);
    }

    private static @Nullable Redirect parse(boolean lasting, String[] words) {
        int colon = words.length < 3 ? -1 : words[2].lastIndexOf(':');
        if (colon < 0) {
            return null;
        }
        try {
            int port = Integer.parseInt(words[2].substring(colon + 1));
            return new Redirect(lasting, Integer.parseInt(words[1]), words[2].substring(0, colon), port);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
