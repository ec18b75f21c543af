package io.kvkit.spring.outage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kvkit.KvClient;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.spring.autoconfigure.LogCapture;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.tck.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Calls while Redis refuses the password. */
@Tag("slow")
@Timeout(180)
class WrongPasswordTest {

    private static final int CALLS = 100_000;
    private static final String GIVEN = "geheim";
    private static final String WANTED = "richtig";

    private int others;

    @Test
    void isOneLineInTenSecondsAndNotOnePerCallAndStaysSecret() {
        try (RedisServer server = RedisServer.start("--requirepass", WANTED);
                LogCapture log = new LogCapture()) {
            long start = System.nanoTime();
            application(server).run(context -> {
                OutageShop shop = context.getBean(OutageShop.class);
                KvClient client = context.getBean(KvClient.class);
                for (int i = 0; i < CALLS; i++) {
                    call(shop, client, i);
                }
            });
            // A machine that is busy lets a call come to its deadline before it is refused.
            assertThat(others).isLessThan(CALLS / 100);
            long tens = 1 + Duration.ofNanos(System.nanoTime() - start).toSeconds() / 10;
            assertThat(log.ours(Level.WARN))
                    .filteredOn(line -> line.contains("check the user name and password"))
                    .hasSizeBetween(1, (int) tens);
            assertThat(log.text()).doesNotContain(GIVEN, WANTED);
            assertThat(log.text().lines().count()).isLessThan(20 * tens);
        }
    }

    private void call(OutageShop shop, KvClient client, int i) {
        List<Runnable> answered = List.of(
                () -> shop.price(i),
                () -> shop.reprice(i),
                () -> shop.stockChanged(i),
                () -> shop.local(i),
                () -> shop.open(i));
        List<Runnable> refused = List.of(
                () -> shop.closed(i), () -> shop.pay("p" + i), () -> shop.on("e" + i), () -> client.get("a" + i));
        int kind = i % (answered.size() + refused.size());
        if (kind < answered.size()) {
            answered.get(kind).run();
        } else {
            assertRefused(refused.get(kind - answered.size()));
        }
    }

    private void assertRefused(Runnable call) {
        try {
            call.run();
        } catch (KvException failure) {
            others += failure.kind() == Kind.AUTHENTICATION ? 0 : 1;
            assertSecret(failure);
            return;
        }
        throw new AssertionError("It was not refused");
    }

    private static void assertSecret(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String text = cause.toString();
            if (text.contains(GIVEN) || text.contains(WANTED)) {
                throw new AssertionError("A password is told", cause);
            }
            for (Throwable beside : cause.getSuppressed()) {
                assertSecret(beside);
            }
        }
    }

    private static ApplicationContextRunner application(RedisServer server) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues(
                        "kv.key-prefix=outage", "kv.redis.uri=redis://:" + GIVEN + "@127.0.0.1:" + server.port())
                .withBean(OutageShop.class);
    }
}
