package io.kvkit.lettuce.tracking;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What a server reports of itself and of the connection. The command needs no permission. */
record Hello(long protocol, String role) {

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final int FIRST_WITH_PUSHES = 3;

    static CompletionStage<Hello> ask(StatefulRedisConnection<String, byte[]> connection) {
        return connection
                .async()
                .dispatch(CommandType.HELLO, new ArrayOutput<>(CODEC))
                .thenApply(Hello::read);
    }

    boolean canPush() {
        return protocol >= FIRST_WITH_PUSHES;
    }

    // A list of names and values, whatever the protocol.
    private static Hello read(List<Object> answer) {
        Map<String, Object> fields = new HashMap<>();
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            fields.put(text(answer.get(i)), answer.get(i + 1));
        }
        long protocol = fields.get("proto") instanceof Long version ? version : 0;
        return new Hello(protocol, text(fields.getOrDefault("role", "")));
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
    }
}
