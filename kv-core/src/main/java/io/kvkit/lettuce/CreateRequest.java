package io.kvkit.lettuce;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A transition as the SET of a missing key, which costs the server less than its script. If the key is there, the server
 * changes nothing and replies with the value. That is the answer, if Java gives the same one at each time that the
 * server may have had meanwhile. Otherwise the script follows.
 *
 * @param script the transition by its script
 * @param session the connection on whose clock the request depends
 * @param earliest the earliest time that the server may have had when this was made
 * @param put what is written
 */
record CreateRequest<R>(ScriptRequest<R> script, Session session, long earliest, Step.Put put)
        implements Request<byte[], R> {

    private static final String SYNTAX = "ERR syntax";

    /**
     * Returns the request to write to a connection. It is the script if the server's time is not known well enough, or if
     * the server does not know this form of SET.
     */
    static <R> Request<byte[], R> of(ScriptRequest<R> script, Session session) {
        if (!session.creates()) {
            return script;
        }
        ServerClock clock = session.clock();
        Step step = script.transition().apply(null, clock.micros());
        return step instanceof Step.Put put && put.ttl().expires()
                ? new CreateRequest<>(script, session, clock.earliestMicros(), put)
                : script;
    }

    @Override
    public Request<byte[], R> over(Session other) {
        return of(script, other);
    }

    @Override
    public ProtocolKeyword type() {
        return CommandType.SET;
    }

    @Override
    public Key key() {
        return script.key();
    }

    @Override
    public Operation operation() {
        return script.operation();
    }

    @Override
    public void encode(ByteBuf out) {
        Resp.array(out, 7);
        Resp.bulk(out, "SET");
        Resp.bulk(out, key().text());
        Resp.bulk(out, put.value());
        Resp.bulk(out, "PX");
        Resp.bulk(out, Long.toString(put.ttl().millis()));
        Resp.bulk(out, "NX");
        Resp.bulk(out, "GET");
    }

    @Override
    public CommandOutput<String, byte[], byte[]> output() {
        return script.output();
    }

    @Override
    public @Nullable R read(byte @Nullable [] found) {
        byte[] reply = found == null
                ? put.reply()
                : verdict(script.transition(), found, earliest, session.clock().latestMicros());
        return reply == null ? null : script.read(reply);
    }

    /**
     * Returns the reply to a value that stays as it is; null if it does not, or if there is another verdict at another
     * time of a span. What the reply says of time that is left is said for the end of the span.
     */
    static byte @Nullable [] verdict(Transition<?> transition, byte[] found, long from, long to) {
        Entry entry = new Entry(found, Entry.NEVER);
        return transition.apply(entry, from) instanceof Step.Keep first
                        && transition.apply(entry, to) instanceof Step.Keep last
                        && first.reply()[0] == last.reply()[0]
                ? last.reply()
                : null;
    }

    // A server that refuses the SET may still carry out the script: when it is full, or if the key has another type.
    @Override
    public @Nullable Request<byte[], R> next(@Nullable Throwable refusal) {
        if (refusal == null) {
            return script.alone();
        }
        if (!(refusal instanceof RedisCommandExecutionException) || Redirect.of(refusal) != null) {
            return null;
        }
        if (String.valueOf(refusal.getMessage()).startsWith(SYNTAX)) {
            session.createsNot();
        }
        return script.alone();
    }
}
