package io.kvkit.lettuce;

import io.kvkit.store.Durability;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Transition;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transition of one key by its script.
 *
 * @param type EVALSHA, which sends the digest of the script, or EVAL, which sends its text
 * @param durability how safe the change must be before it is answered
 * @param creates whether the key may be created without the script
 */
record ScriptRequest<R>(
        CommandType type,
        Transition<? extends R> transition,
        Key key,
        List<byte[]> arguments,
        Durability durability,
        boolean creates)
        implements Request<byte[], R> {

    /** Creates a request with the digest of the script, which the server may not know. */
    ScriptRequest(Transition<? extends R> transition, Key key, Durability durability) {
        this(CommandType.EVALSHA, transition, key, transition.arguments(), durability, false);
    }

    /** Returns the same request, which creates the key without the script if that is possible. */
    ScriptRequest<R> orCreate() {
        boolean may = transition.creates() && !durability.isAwaited();
        return may ? new ScriptRequest<>(type, transition, key, arguments, durability, true) : this;
    }

    /** Returns the same request, which sends the script. */
    ScriptRequest<R> alone() {
        return new ScriptRequest<>(type, transition, key, arguments, durability, false);
    }

    @Override
    public Request<byte[], R> over(Session session) {
        return creates ? CreateRequest.of(this, session) : this;
    }

    @Override
    public Operation operation() {
        return Operation.writes(transition.script().name(), key);
    }

    @Override
    public void encode(ByteBuf out) {
        Script script = transition.script();
        Resp.array(out, 4 + arguments.size());
        Resp.bulk(out, type.getBytes());
        Resp.bulk(out, type == CommandType.EVAL ? script.source() : script.sha1());
        Resp.bulk(out, "1");
        Resp.bulk(out, key.text());
        for (byte[] argument : arguments) {
            Resp.bulk(out, argument);
        }
    }

    @Override
    public CommandOutput<String, byte[], byte[]> output() {
        return new ValueOutput<>(Driver.CODEC);
    }

    @Override
    public R read(byte[] reply) {
        return transition.decode(key, reply);
    }

    @Override
    public @Nullable Request<byte[], R> next(@Nullable Throwable refusal) {
        return type == CommandType.EVALSHA && refusal instanceof RedisNoScriptException
                ? new ScriptRequest<>(CommandType.EVAL, transition, key, arguments, durability, false)
                : null;
    }
}
