package io.kvkit.lettuce;

import io.kvkit.store.Durability;
import io.kvkit.store.Durability.Level;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Ttl;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerListOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.KeyScanOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A command about one key or none, in words. */
final class WordRequest<T extends @Nullable Object, R extends @Nullable Object> implements Request<T, R> {

    /** A command of the server, and the operation of the store that it carries out. */
    private record Verb<T extends @Nullable Object, R extends @Nullable Object>(
            ProtocolKeyword type,
            Operation operation,
            Supplier<CommandOutput<String, byte[], T>> output,
            Function<T, R> reading) {}

    private static final Verb<byte[], byte[]> GET = verb(CommandType.GET, reads("get"), WordRequest::value);
    private static final Verb<String, @Nullable Void> SET =
            new Verb<>(CommandType.SET, writes("set"), WordRequest::status, reply -> null);
    private static final Verb<String, Boolean> SET_ONE_OF_MANY =
            new Verb<>(CommandType.SET, writes("set"), WordRequest::status, reply -> true);
    private static final Verb<Long, Boolean> UNLINK =
            new Verb<>(CommandType.UNLINK, writes("delete"), WordRequest::integer, count -> count > 0);
    private static final Verb<Long, Boolean> EXISTS =
            new Verb<>(CommandType.EXISTS, reads("exists"), WordRequest::integer, count -> count > 0);
    private static final Verb<KeyScanCursor<String>, KeyScanCursor<String>> SCAN =
            verb(CommandType.SCAN, reads("scan"), () -> new KeyScanOutput<>(Driver.CODEC));
    private static final Verb<byte[], byte[]> EVAL = verb(CommandType.EVAL, reads("eval"), WordRequest::value);
    private static final Verb<String, String> INFO = verb(CommandType.INFO, reads("info"), WordRequest::status);
    private static final Verb<String, String> CLUSTER =
            verb(CommandType.CLUSTER, reads("cluster"), WordRequest::status);
    private static final Verb<List<Object>, List<Object>> CLUSTER_LIST =
            verb(CommandType.CLUSTER, reads("cluster"), () -> new ArrayOutput<>(Driver.CODEC));

    private static final Verb<Long, Boolean> WAIT =
            new Verb<>(CommandType.WAIT, reads("wait"), WordRequest::integer, WordRequest::isPositive);
    private static final Verb<List<Long>, Boolean> WAITAOF = new Verb<>(
            new Keyword("WAITAOF"),
            reads("wait"),
            () -> new IntegerListOutput<>(Driver.CODEC),
            synced -> synced != null && !synced.isEmpty() && isPositive(synced.get(0)));

    /** A command that the driver does not know. */
    private record Keyword(String text) implements ProtocolKeyword {

        @Override
        public byte[] getBytes() {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Announces that the next command is for a slot that is being moved to the server. */
    static final Request<String, String> ASKING =
            new WordRequest<>(verb(CommandType.ASKING, reads("asking"), WordRequest::status), null);

    private final Verb<T, R> verb;
    private final @Nullable Key key;
    private final Object[] words;

    // Each word after the key is text or bytes.
    private WordRequest(Verb<T, R> verb, @Nullable Key key, Object... words) {
        this.verb = verb;
        this.key = key;
        this.words = words;
    }

    static Request<byte[], byte[]> get(Key key) {
        return new WordRequest<>(GET, key);
    }

    static Request<String, @Nullable Void> set(Key key, byte[] value, Ttl ttl) {
        return set(SET, key, value, ttl);
    }

    /** Returns a request to set one of several keys. */
    static Request<String, Boolean> setOneOfMany(Key key, byte[] value, Ttl ttl) {
        return set(SET_ONE_OF_MANY, key, value, ttl);
    }

    /** Returns a request that is never sent, because there is no request for the key. */
    static <R extends @Nullable Object> Request<byte[], @Nullable R> none(Key key) {
        return new WordRequest<>(
                new Verb<byte[], @Nullable R>(CommandType.GET, reads("none"), WordRequest::value, reply -> null), key);
    }

    static Request<Long, Boolean> unlink(Key key) {
        return new WordRequest<>(UNLINK, key);
    }

    static Request<Long, Boolean> exists(Key key) {
        return new WordRequest<>(EXISTS, key);
    }

    static Request<KeyScanCursor<String>, KeyScanCursor<String>> scan(ScanCursor from, String pattern, int page) {
        return new WordRequest<>(SCAN, null, from.getCursor(), "MATCH", pattern, "COUNT", Integer.toString(page));
    }

    /** Returns a request to run a script about no key. */
    static Request<byte[], byte[]> eval(Script script) {
        return new WordRequest<>(EVAL, null, script.source(), "0");
    }

    /** Returns a request for the INFO of a server. */
    static Request<String, String> info() {
        return new WordRequest<>(INFO, null);
    }

    /** Returns a request for the slot map of a cluster. */
    static Request<List<Object>, List<Object>> clusterSlots() {
        return new WordRequest<>(CLUSTER_LIST, null, "SLOTS");
    }

    /** Returns a request for the cluster state of a node. */
    static Request<String, String> clusterInfo() {
        return new WordRequest<>(CLUSTER, null, "INFO");
    }

    /** Returns a request that is answered when what was written before on its connection is durable, or is not in time. */
    static Request<?, Boolean> awaiting(Durability durability) {
        String millis = Long.toString(durability.timeout().toMillis());
        return durability.level() == Level.AOF
                ? new WordRequest<>(WAITAOF, null, "1", "0", millis)
                : new WordRequest<>(WAIT, null, "1", millis);
    }

    @Override
    public ProtocolKeyword type() {
        return verb.type;
    }

    @Override
    public @Nullable Key key() {
        return key;
    }

    @Override
    public Operation operation() {
        return key == null ? verb.operation : verb.operation.on(key);
    }

    @Override
    public void encode(ByteBuf out) {
        Resp.array(out, (key == null ? 1 : 2) + words.length);
        Resp.bulk(out, verb.type.getBytes());
        if (key != null) {
            Resp.bulk(out, key.text());
        }
        for (Object word : words) {
            if (word instanceof byte[] bytes) {
                Resp.bulk(out, bytes);
            } else {
                Resp.bulk(out, (String) word);
            }
        }
    }

    @Override
    public CommandOutput<String, byte[], T> output() {
        return verb.output.get();
    }

    @Override
    public R read(T reply) {
        return verb.reading.apply(reply);
    }

    private static <R extends @Nullable Object> Request<String, R> set(
            Verb<String, R> verb, Key key, byte[] value, Ttl ttl) {
        if (ttl.expires()) {
            return new WordRequest<>(verb, key, value, "PX", Long.toString(ttl.millis()));
        }
        return ttl.equals(Ttl.KEEP)
                ? new WordRequest<>(verb, key, value, "KEEPTTL")
                : new WordRequest<>(verb, key, value);
    }

    private static <T extends @Nullable Object> Verb<T, T> verb(
            ProtocolKeyword type, Operation operation, Supplier<CommandOutput<String, byte[], T>> output) {
        return new Verb<>(type, operation, output, reply -> reply);
    }

    // A reply of another type reads as null.
    private static boolean isPositive(@Nullable Long count) {
        return count != null && count > 0;
    }

    private static Operation reads(String name) {
        return Operation.reads(name, null);
    }

    private static Operation writes(String name) {
        return Operation.writes(name, null);
    }

    private static CommandOutput<String, byte[], byte[]> value() {
        return new ValueOutput<>(Driver.CODEC);
    }

    private static CommandOutput<String, byte[], String> status() {
        return new StatusOutput<>(Driver.CODEC);
    }

    private static CommandOutput<String, byte[], Long> integer() {
        return new IntegerOutput<>(Driver.CODEC);
    }
}
