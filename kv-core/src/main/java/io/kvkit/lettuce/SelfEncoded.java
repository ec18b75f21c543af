package io.kvkit.lettuce;

import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.RedisCommand;
import org.jspecify.annotations.Nullable;

/** A command that encodes itself. Listeners of an application see only its type. */
interface SelfEncoded<T extends @Nullable Object> extends RedisCommand<String, byte[], T> {

    // The driver needs no arguments, because the command encodes itself.
    @Override
    @SuppressWarnings("NullAway") // the driver allows null
    default CommandArgs<String, byte[]> getArgs() {
        return null;
    }
}
