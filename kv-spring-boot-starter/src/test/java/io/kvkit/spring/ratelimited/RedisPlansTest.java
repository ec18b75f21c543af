package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.meter.Band;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.TestRedis;
import io.lettuce.core.RedisClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Tag("slow")
class RedisPlansTest extends PlansContract {

    @Override
    ApplicationContextRunner on(ApplicationContextRunner runner) {
        return on(runner, TestRedis.uri());
    }

    private static ApplicationContextRunner on(ApplicationContextRunner runner, String uri) {
        return runner.withPropertyValues("kv.redis.uri=" + uri, "kv.redis.timeout=20s", "kv.rate-limit.timeout=20s");
    }

    @Test
    void refusedCallThatHasAskedForItsPlanAsksTheStoreOnce() {
        try (RedisServer server = RedisServer.start();
                RedisClient admin = RedisClient.create(server.uri())) {
            run(on(app(), server.uri()).withBean(Provider.class), running -> {
                running.provider().answers(3);
                running.accounts().move("ann", "pro");
                passes(3, () -> Failures.join(running.desk().mailInTime("ann")));
                running.limits().forgetPlans();
                CompletableFuture<List<Band>> answer = new CompletableFuture<>();
                running.provider().answer = answer;
                CompletableFuture<String> waiting = running.desk().mailInTime("ann");
                int before = scripts(admin);
                answer.complete(Provider.bandsOf(2));
                // Replies come in the order of the commands, so whatever it asks is counted by then.
                passes(3, () -> running.desk().mail("bob"));
                assertThat(scripts(admin) - before - 3).isEqualTo(1);
                assertThat(waiting).isNotDone();
                waiting.cancel(false);
            });
        }
    }

    private static int scripts(RedisClient admin) {
        try (var connection = admin.connect()) {
            return Pattern.compile("cmdstat_(?:eval|evalsha|fcall):calls=(\\d+)")
                    .matcher(connection.sync().info("commandstats"))
                    .results()
                    .mapToInt(match -> Integer.parseInt(match.group(1)))
                    .sum();
        }
    }
}
