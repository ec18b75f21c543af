package io.kvkit.lettuce;

import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.kvkit.store.Ttl;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.KeyScanOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request to a server, and its encoding. A request can be written several times, for instance after a redirect. */
final class Request<T> {

    /** Announces that the next command is for a slot that is being moved to the server. */
    static final Request<String> ASKING = new Request<>(CommandType.ASKING, Request::status);

    private final CommandType type;
    private final Supplier<CommandOutput<String, byte[], T>> output;
    private final Object[] words;
    private final List<byte[]> arguments;
    private final @Nullable Script script;

    private Request(CommandType type, Supplier<CommandOutput<String, byte[], T>> output, Object... words) {
        this(type, output, null, List.of(), words);
    }

    // Each word is text or bytes.
    private Request(
            CommandType type,
            Supplier<CommandOutput<String, byte[], T>> output,
            @Nullable Script script,
            List<byte[]> arguments,
            Object... words) {
        this.type = type;
        this.output = output;
        this.script = script;
        this.arguments = arguments;
        this.words = words;
    }

    static Request<byte[]> get(Key key) {
        return new Request<>(CommandType.GET, Request::value, key.text());
    }

    static Request<String> set(Key key, byte[] value, Ttl ttl) {
        if (ttl.expires()) {
            return new Request<>(
                    CommandType.SET, Request::status, key.text(), value, "PX", Long.toString(ttl.millis()));
        }
        return ttl.equals(Ttl.KEEP)
                ? new Request<>(CommandType.SET, Request::status, key.text(), value, "KEEPTTL")
                : new Request<>(CommandType.SET, Request::status, key.text(), value);
    }

    static Request<Long> unlink(Key key) {
        return new Request<>(CommandType.UNLINK, Request::integer, key.text());
    }

    static Request<Long> exists(Key key) {
        return new Request<>(CommandType.EXISTS, Request::integer, key.text());
    }

    /** Returns a script by its digest, about one key or none. */
    static Request<byte[]> script(Script script, @Nullable Key key, List<byte[]> arguments) {
        return key == null
                ? new Request<>(CommandType.EVALSHA, Request::value, script, arguments, script.sha1(), "0")
                : new Request<>(CommandType.EVALSHA, Request::value, script, arguments, script.sha1(), "1", key.text());
    }

    static Request<KeyScanCursor<String>> scan(ScanCursor from, String pattern, int page) {
        return new Request<>(
                CommandType.SCAN,
                () -> new KeyScanOutput<>(Driver.CODEC),
                from.getCursor(),
                "MATCH",
                pattern,
                "COUNT",
                Integer.toString(page));
    }

    /** Returns a request for the INFO of a server. */
    static Request<String> info() {
        return new Request<>(CommandType.INFO, Request::status);
    }

    /** Returns a request for the slot map of a cluster. */
    static Request<List<Object>> clusterSlots() {
        return new Request<>(CommandType.CLUSTER, () -> new ArrayOutput<>(Driver.CODEC), "SLOTS");
    }

    /** Returns a request for the cluster state of a node. */
    static Request<String> clusterInfo() {
        return new Request<>(CommandType.CLUSTER, Request::status, "INFO");
    }

    CommandType type() {
        return type;
    }

    /** Returns the reader of the reply. */
    Supplier<CommandOutput<String, byte[], T>> output() {
        return output;
    }

    /** Returns whether it is a script by its digest, which the server may not know. */
    boolean isByDigest() {
        return type == CommandType.EVALSHA;
    }

    /** Returns the same request with the text of the script. */
    Request<T> withText() {
        Object[] whole = words.clone();
        if (script != null) {
            whole[0] = script.source();
        }
        return new Request<>(CommandType.EVAL, output, script, arguments, whole);
    }

    /** Returns a command for this request alone. */
    AsyncCommand<String, byte[], T> command() {
        return new AsyncCommand<>(new Command<>(type, output.get()) {
            @Override
            public void encode(ByteBuf out) {
                Request.this.encode(out);
            }
        });
    }

    /** Writes the request in the protocol of the server. */
    void encode(ByteBuf out) {
        Resp.array(out, 1 + words.length + arguments.size());
        Resp.bulk(out, type.getBytes());
        for (Object word : words) {
            if (word instanceof byte[] bytes) {
                Resp.bulk(out, bytes);
            } else {
                Resp.bulk(out, (String) word);
            }
        }
        for (byte[] argument : arguments) {
            Resp.bulk(out, argument);
        }
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
