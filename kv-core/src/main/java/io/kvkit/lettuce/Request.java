package io.kvkit.lettuce;

import io.kvkit.store.Durability;
import io.kvkit.store.Key;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A request to a server: how it is written, and how the reply is read. It can be written several times, for instance
 * after a redirect.
 *
 * @param <T> the type of the reply
 * @param <R> the type of the result
 */
sealed interface Request<T extends @Nullable Object, R extends @Nullable Object>
        permits WordRequest, ScriptRequest, CreateRequest {

    ProtocolKeyword type();

    /** Returns the key, which determines the server; null if there is none. */
    @Nullable
    Key key();

    /** Returns the operation, for the failures of a call that is not part of another operation. */
    Operation operation();

    /** Writes the request in the protocol of the server. */
    void encode(ByteBuf out);

    /** Returns a new reader for the bytes of a reply. */
    CommandOutput<String, byte[], T> output();

    /** Returns the result that a reply stands for; null also if there is none and another request must follow. */
    @Nullable
    R read(T reply);

    /** Returns the request to write to a connection: this one, or one that depends on what is known about the server. */
    default Request<T, R> over(Session session) {
        return this;
    }

    /**
     * Returns the request to send after this one, which has changed nothing; null if there is none.
     *
     * @param refusal how this one failed; null if its reply has no result
     */
    default @Nullable Request<T, R> next(@Nullable Throwable refusal) {
        return null;
    }

    /** Returns how safe the change must be before it is answered. */
    default Durability durability() {
        return Durability.NONE;
    }

    /** Returns a command for this request alone. */
    default AsyncCommand<String, byte[], T> command() {
        return new AsyncCommand<>(new Command<>(type(), output()) {
            @Override
            public void encode(ByteBuf out) {
                Request.this.encode(out);
            }
        });
    }
}
