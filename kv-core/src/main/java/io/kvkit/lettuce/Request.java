package io.kvkit.lettuce;

import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.SetArgs;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.KeyScanOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is asked of a server. Each writing makes a command of its own from it, as a redirect names another server.
 *
 * @param type the command
 * @param output reads the reply
 * @param arguments what follows the command
 */
record Request<T>(
        CommandType type, Supplier<CommandOutput<String, byte[], T>> output, CommandArgs<String, byte[]> arguments) {

    /** Tells a server that the next command is for a slot that is on its way to it. */
    static final Request<String> ASKING = new Request<>(CommandType.ASKING, Request::status, none());

    static Request<byte[]> get(Key key) {
        return new Request<>(CommandType.GET, Request::value, of(key));
    }

    static Request<String> set(Key key, byte[] value, SetArgs expiry) {
        CommandArgs<String, byte[]> arguments = of(key).addValue(value);
        expiry.build(arguments);
        return new Request<>(CommandType.SET, Request::status, arguments);
    }

    static Request<Long> unlink(Key key) {
        return new Request<>(CommandType.UNLINK, Request::integer, of(key));
    }

    static Request<Long> exists(Key key) {
        return new Request<>(CommandType.EXISTS, Request::integer, of(key));
    }

    /** A script by its digest. */
    static Request<byte[]> evalsha(Script script, List<Key> keys, List<byte[]> arguments) {
        return new Request<>(CommandType.EVALSHA, Request::value, with(none().add(script.sha1()), keys, arguments));
    }

    /** A script by its text. */
    static Request<byte[]> eval(Script script, List<Key> keys, List<byte[]> arguments) {
        byte[] source = script.source().getBytes(StandardCharsets.UTF_8);
        return new Request<>(CommandType.EVAL, Request::value, with(none().add(source), keys, arguments));
    }

    static Request<KeyScanCursor<String>> scan(ScanCursor from, ScanArgs filter) {
        CommandArgs<String, byte[]> arguments = none().add(from.getCursor());
        filter.build(arguments);
        return new Request<>(CommandType.SCAN, () -> new KeyScanOutput<>(Driver.CODEC), arguments);
    }

    /** What a server says of itself. */
    static Request<String> info() {
        return new Request<>(CommandType.INFO, Request::status, none());
    }

    /** Who serves which slots of a cluster. */
    static Request<List<Object>> clusterSlots() {
        return new Request<>(CommandType.CLUSTER, () -> new ArrayOutput<>(Driver.CODEC), none().add("SLOTS"));
    }

    /** How a node sees its cluster. */
    static Request<String> clusterInfo() {
        return new Request<>(CommandType.CLUSTER, Request::status, none().add("INFO"));
    }

    AsyncCommand<String, byte[], T> command() {
        return new AsyncCommand<>(new Command<>(type, output.get(), arguments));
    }

    private static CommandArgs<String, byte[]> with(
            CommandArgs<String, byte[]> script, List<Key> keys, List<byte[]> arguments) {
        script.add(keys.size());
        keys.forEach(key -> script.addKey(key.text()));
        return script.addValues(arguments);
    }

    private static CommandArgs<String, byte[]> of(Key key) {
        return none().addKey(key.text());
    }

    private static CommandArgs<String, byte[]> none() {
        return new CommandArgs<>(Driver.CODEC);
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
