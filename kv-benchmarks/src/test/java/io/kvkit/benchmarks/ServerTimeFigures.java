package io.kvkit.benchmarks;

import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Prints the processor time of a server per call, of ours and of the plain commands. Calls come one at a time, so it
 * holds what the server spends on waking up and on the socket.
 */
class ServerTimeFigures {

    private static final int CALLS = 5_000;
    private static final int ROUNDS = 3;
    private static final Pattern CPU = Pattern.compile("used_cpu_(?:sys|user):([0-9.]+)");

    private final RawRedis raw = new RawRedis();
    private final OnRedis ours = new OnRedis();
    private final FreshKeys keys = new FreshKeys();

    @Test
    void printsTimePerCall() {
        compare("idempotent first call", raw::payFirst, ours.shop::pay);
        compare("idempotent replay", id -> raw.payAgain(Running.PAID), id -> ours.shop.pay(Running.PAID));
        compare("event, first call", raw::mark, ours.shop::ordered);
        compare("event, mark", raw::mark, ours::mark);
        raw.stop();
        ours.stop();
    }

    private void compare(String name, Consumer<String> plain, Consumer<String> annotated) {
        double least = Double.MAX_VALUE;
        double mine = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            least = Math.min(least, micros(raw.server(), plain));
            mine = Math.min(mine, micros(ours.server(), annotated));
        }
        System.out.printf("%-24s plain %5.1f us, ours %5.1f us, %4.2f times%n", name, least, mine, mine / least);
    }

    private double micros(RedisServer server, Consumer<String> call) {
        double before = seconds(server);
        for (int i = 0; i < CALLS; i++) {
            call.accept(keys.next());
        }
        return (seconds(server) - before) * 1e6 / CALLS;
    }

    private static double seconds(RedisServer server) {
        String info = RedisCluster.ask(server, (RedisCommands<String, String> redis) -> redis.info("cpu"));
        return CPU.matcher(info)
                .results()
                .map(MatchResult::group)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
                .sum();
    }
}
