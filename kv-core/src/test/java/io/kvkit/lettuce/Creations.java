package io.kvkit.lettuce;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.Token;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stores that create records without scripts, and how often a server was asked for what. */
final class Creations {

    private static final Namespace KEYS = Namespace.of("t", "kv", "warm", Retention.KEPT);
    private static final long HOUR = 3_600_000;

    private Creations() {}

    static KvStore open(String uri) {
        return Connected.await(new LettuceKvStore(
                LettuceSettings.ofUri(uri).timeout(Duration.ofSeconds(20)).build()));
    }

    /** Returns a store that knows the time of the server. */
    static KvStore connect(RedisServer server) {
        KvStore store = open(server.uri());
        await(store, server);
        return store;
    }

    /** Waits until a store creates records without a script. */
    static void await(KvStore store, RedisServer server) {
        Eventually.until(() -> {
            long before = calls(server, "evalsha");
            Token token = Token.random();
            Failures.join(store.apply(KEYS.key(token.toString()), claim(token)));
            return calls(server, "evalsha") == before;
        });
    }

    static Transition<ClaimReply> claim(Token token) {
        return ClaimTransitions.claim(ClaimRequest.create(token, null, HOUR, HOUR));
    }

    static long calls(RedisServer server, String command) {
        return count(server, "cmdstat_" + command + ":calls=(\\d+)");
    }

    /** Returns a number in the statistics of the commands; 0 if it is not there. */
    static long count(RedisServer server, String pattern) {
        String stats = RedisCluster.ask(server, redis -> redis.info("commandstats"));
        Matcher line = Pattern.compile(pattern).matcher(stats);
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }
}
