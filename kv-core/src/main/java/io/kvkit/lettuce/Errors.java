package io.kvkit.lettuce;

import io.kvkit.call.Failures;
import io.kvkit.store.Durability;
import io.kvkit.store.Durability.Level;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Translates every failure of the driver and the server into a {@link KvException}. */
final class Errors {

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("NOAUTH", Kind.AUTHENTICATION),
            Map.entry("WRONGPASS", Kind.AUTHENTICATION),
            Map.entry("NOPERM", Kind.AUTHENTICATION),
            Map.entry("OOM", Kind.CAPACITY),
            Map.entry("READONLY", Kind.READ_ONLY),
            Map.entry("MISCONF", Kind.READ_ONLY),
            Map.entry("NOREPLICAS", Kind.READ_ONLY),
            Map.entry("LOADING", Kind.TRANSIENT),
            Map.entry("BUSY", Kind.TRANSIENT),
            Map.entry("CLUSTERDOWN", Kind.TRANSIENT),
            Map.entry("TRYAGAIN", Kind.TRANSIENT),
            Map.entry("MASTERDOWN", Kind.TRANSIENT),
            Map.entry("MOVED", Kind.TRANSIENT),
            Map.entry("ASK", Kind.TRANSIENT),
            Map.entry("WRONGTYPE", Kind.PERMANENT),
            Map.entry("NOSCRIPT", Kind.PERMANENT),
            Map.entry("ERR", Kind.PERMANENT));

    // Redis 6.2 wraps the answer of a command in a script, once or twice: "ERR Error running script (...):
    // @user_script:1: -OOM command ..." or "@user_script: 1: -OOM ...".
    private static final Pattern WRAPPED = Pattern.compile("(?:[: ]-|@user_script: ?\\d+: )([A-Z]{3,})\\b");
    private static final Pattern OLD_WRONG_PASSWORD = Pattern.compile("(?i)invalid (username-)?password|without any");

    // The driver has no exception types for commands that it refuses before sending.
    private static final String FULL = "size exceeded";
    private static final Set<String> FORGOTTEN =
            Set.of("RedisHandshakeHandler not registered", "Connection closed prematurely");
    private static final Set<String> NOT_SENT =
            Set.of("Currently not connected. Commands are rejected.", "Connection is closed");

    private Errors() {}

    /** Returns the failure of an operation that was passed to the driver. */
    static KvException of(Operation operation, Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        if (cause instanceof KvException known) {
            return known;
        }
        if (cause instanceof RedisCommandExecutionException) {
            return answered(operation, cause);
        }
        if (cause instanceof RedisCommandTimeoutException) {
            return error(Kind.TIMEOUT, operation.unanswered(), operation, "no answer in time", cause);
        }
        return cause instanceof RedisException || cause instanceof IOException
                ? unanswered(operation, cause)
                : error(Kind.UNKNOWN, operation.unanswered(), operation, "the driver failed: " + cause, cause);
    }

    /** Returns the failure of an operation that was not sent, because there is no connection. */
    static KvException notConnected(Operation operation, @Nullable Throwable failure) {
        if (failure != null && isAuthentication(failure)) {
            return error(
                    Kind.AUTHENTICATION,
                    Outcome.NOT_APPLIED,
                    operation,
                    "the server refuses the credentials",
                    Failures.unwrap(failure));
        }
        return error(Kind.TRANSIENT, Outcome.NOT_APPLIED, operation, "not connected to the server", failure);
    }

    /** Returns the failure of a key of a batch that failed as a whole. */
    static KvException notSent(Operation operation, Throwable failure) {
        KvException whole = of(operation, failure);
        return error(whole.kind(), whole.outcome(), operation, "the batch was not sent", whole);
    }

    /** Returns the failure of an operation on a cluster node that refuses all keys. */
    static KvException clusterDown(Operation operation) {
        return error(Kind.TRANSIENT, Outcome.NOT_APPLIED, operation, "the node reports that the cluster is down", null);
    }

    /** Returns the failure of a change that was made, but was not durable in time, or whose wait the server refused. */
    static KvException notDurable(Operation operation, Durability durability, @Nullable Throwable refusal) {
        boolean onDisk = durability.level() == Level.AOF;
        String time = durability.timeout().toMillis() + " ms";
        String late = onDisk
                ? "the server has not written the change to its disk within " + time
                : "no replica has confirmed the change within " + time;
        String refused = onDisk
                ? "the server refuses WAITAOF: use Redis 7.2 or newer, appendonly yes, and the permission +waitaof"
                : "the server refuses WAIT: give the user the permission +wait";
        return KvException.notDurable(
                refusal == null ? Kind.TIMEOUT : refusedWait(text(refusal)),
                operation.name(),
                operation.key(),
                refusal == null ? late : refused,
                refusal);
    }

    // A server that has just become a replica unblocks or refuses waits, too. A missing permission names the user, who
    // may be called replica.
    private static Kind refusedWait(String text) {
        Kind kind = kind(text);
        boolean replaced = kind == Kind.UNKNOWN || kind != Kind.AUTHENTICATION && text.contains("replica");
        return replaced ? Kind.TRANSIENT : kind;
    }

    static KvException closed(Operation operation) {
        return KvException.closed(operation.name(), operation.key());
    }

    /** Returns the failure of an operation whose time is over. */
    static KvException late(Operation operation, boolean sent) {
        return sent
                ? error(Kind.TIMEOUT, operation.unanswered(), operation, "no answer in time", null)
                : error(Kind.TIMEOUT, Outcome.NOT_APPLIED, operation, "not sent in time", null);
    }

    /** Returns a value that is equal for failures with the same meaning. */
    static Object sort(Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        boolean answered = cause instanceof RedisCommandExecutionException;
        return cause instanceof KvException
                ? cause
                : List.of(cause.getClass(), answered ? code(text(cause)) : text(cause));
    }

    /** Returns the codes of error replies that have a kind. */
    static Set<String> codes() {
        return KINDS.keySet();
    }

    /** Returns whether the chain of causes contains a refusal of credentials. */
    static boolean isAuthentication(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException && kind(text(cause)) == Kind.AUTHENTICATION) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the driver lost the reason why it could not connect. */
    static boolean isForgotten(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return FORGOTTEN.contains(text(cause));
    }

    private static KvException answered(Operation operation, Throwable cause) {
        String text = text(cause);
        Kind kind = kind(text);
        // A script may have changed something before it failed, but an error with a refusal code comes before any
        // change.
        boolean refused =
                kind != Kind.UNKNOWN && !(kind == Kind.PERMANENT && code(text).equals("ERR"));
        return error(
                kind,
                refused ? Outcome.NOT_APPLIED : operation.unanswered(),
                operation,
                "the server answered " + code(text),
                cause);
    }

    private static KvException unanswered(Operation operation, Throwable cause) {
        String text = text(cause);
        if (text.contains(FULL)) {
            return error(Kind.CAPACITY, Outcome.NOT_APPLIED, operation, "too many operations are in flight", cause);
        }
        if (NOT_SENT.contains(text)) {
            return notConnected(operation, cause);
        }
        return error(Kind.TRANSIENT, operation.unanswered(), operation, "the connection was lost", cause);
    }

    private static Kind kind(String text) {
        return OLD_WRONG_PASSWORD.matcher(text).find()
                ? Kind.AUTHENTICATION
                : KINDS.getOrDefault(code(text), Kind.UNKNOWN);
    }

    private static String code(String text) {
        if (text.startsWith("ERR ") || text.startsWith("@user_script")) {
            Matcher wrapped = WRAPPED.matcher(text);
            return wrapped.find() ? wrapped.group(1) : "ERR";
        }
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? "" : failure.getMessage();
    }

    private static KvException error(
            Kind kind, Outcome outcome, Operation operation, String reason, @Nullable Throwable cause) {
        return new KvException(kind, outcome, operation.name(), operation.key(), reason, cause);
    }
}
