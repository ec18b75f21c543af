package io.kvkit.lettuce;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Reads the role of a server. */
final class Role {

    private static final long ANSWER_SECONDS = 1;

    private Role() {}

    /** Returns whether a server is a primary; fails if it does not answer within a second. */
    static CompletableFuture<Boolean> isPrimary(StatefulRedisConnection<String, byte[]> connection) {
        return connection
                .async()
                .dispatch(CommandType.ROLE, new ArrayOutput<>(Driver.CODEC))
                .toCompletableFuture()
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .thenApply(Role::isPrimary);
    }

    private static boolean isPrimary(List<Object> role) {
        return role.get(0) instanceof byte[] name && new String(name, StandardCharsets.US_ASCII).equals("master");
    }
}
