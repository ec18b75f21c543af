package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.KvClient;
import io.kvkit.annotation.RateLimited;
import io.kvkit.call.Failures;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.store.KvStore;
import io.kvkit.tck.TestRedis;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** What the store knows of who is limited. */
@Tag("slow")
class HashedKeysTest {

    static class Desk {

        @RateLimited(name = "mail", key = "#user", limit = 10, window = "10d")
        public void mail(String user) {}

        @RateLimited(name = "post", key = "#user", limit = 10, window = "10d")
        public void post(String user) {}

        @RateLimited(name = "press", key = "#user", limit = 1, algorithm = RateLimited.Algorithm.CONCURRENCY)
        public void press(String user, Runnable meanwhile) {
            meanwhile.run();
        }
    }

    private final String prefix = UUID.randomUUID().toString();

    private ApplicationContextRunner app(boolean redis) {
        String[] store = redis
                ? new String[] {"kv.redis.uri=" + TestRedis.uri(), "kv.redis.timeout=20s", "kv.rate-limit.timeout=20s"}
                : new String[] {"kv.store=memory"};
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withBean(Desk.class)
                .withPropertyValues("kv.key-prefix=" + prefix, "kv.rate-limit.defaults.on-store-failure=closed")
                .withPropertyValues(store);
    }

    private List<String> keys(ApplicationContext context) {
        return Failures.join(context.getBean(KvStore.class).scan(prefix, 100));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keysAreHashedOnRequest(boolean redis) {
        app(redis).withPropertyValues("kv.rate-limit.hash-keys=true").run(context -> {
            context.getBean(Desk.class).mail("ann");
            context.getBean(Desk.class).mail("ann");
            context.getBean(Desk.class).post("ann");
            RateLimitResult result =
                    context.getBean(KvClient.class).rateLimit("mail").tryAcquire("ann");
            assertThat(result.remaining()).isEqualTo(7);
            assertThat(keys(context))
                    .hasSize(2)
                    .allSatisfy(key -> assertThat(key).matches(prefix + ":ratelimit:(mail|post):sha256~[0-9a-f]{64}"))
                    .extracting(key -> key.substring(key.lastIndexOf(':')))
                    .doesNotHaveDuplicates();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void permitsOfRunningCallsAreHashedToo(boolean redis) {
        app(redis).withPropertyValues("kv.rate-limit.hash-keys=true").run(context -> {
            KvClient client = context.getBean(KvClient.class);
            context.getBean(Desk.class).press("ann", () -> {
                assertThat(client.concurrencyLimit("press").tryAcquire("ann")).isEmpty();
                assertThat(keys(context))
                        .singleElement()
                        .asString()
                        .matches(prefix + ":ratelimit:press:sha256~[0-9a-f]{64}");
            });
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keysAreTextByDefault(boolean redis) {
        app(redis).run(context -> {
            context.getBean(Desk.class).mail("ann");
            assertThat(keys(context)).containsExactly(prefix + ":ratelimit:mail:ann");
        });
    }
}
