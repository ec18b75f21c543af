package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.Idempotent;
import io.kvkit.recipe.once.IdempotencyResultNotRetainedException;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** That results of which JSON would keep less than they hold are not kept, and that the log says so. */
@ExtendWith(OutputCaptureExtension.class)
class LossyResultsTest {

    /** A password that requests give and answers do not show. */
    static final class User {

        public String name = "Ada";

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        public String password = "";
    }

    record Sale(@JsonFormat(pattern = "dd.MM.yyyy HH:mm") LocalDateTime at, Date date, Timestamp exact, Integer run) {}

    static class Shop {

        private final AtomicInteger ran = new AtomicInteger();

        @Cached(name = "users", key = "#id")
        public User user(int id) {
            User user = new User();
            user.name = "run " + ran.incrementAndGet();
            user.password = "secret";
            return user;
        }

        @Cached(name = "rows", key = "#id")
        public Map<String, Object> row(int id) {
            return Map.of("id", (long) ran.incrementAndGet());
        }

        @Cached(name = "sales", key = "#id")
        public Sale sale(int id) {
            return new Sale(
                    LocalDateTime.parse("2026-02-28T10:15:30.123456789"),
                    new Date(1_772_273_730_123L),
                    Timestamp.from(Instant.parse("2026-02-28T10:15:30.123456789Z")),
                    ran.incrementAndGet());
        }

        @Idempotent(name = "registrations", key = "#id")
        public User register(int id) {
            return user(id);
        }

        @Idempotent(name = "later-registrations", key = "#id")
        public CompletableFuture<User> registerLater(int id) {
            return CompletableFuture.completedFuture(user(id));
        }
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class, KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
            .withPropertyValues("kv.store=memory");

    @Test
    void whatAHitWouldLoseIsComputedAgain(CapturedOutput output) {
        runner.withBean(Shop.class).run(context -> {
            Shop shop = context.getBean(Shop.class);
            shop.user(1);
            User second = shop.user(1);
            assertThat(second.name).isEqualTo("run 2");
            assertThat(second.password).isEqualTo("secret");
            shop.row(1);
            assertThat(shop.row(1)).isEqualTo(Map.of("id", 4L));
        });
        assertThat(output)
                .containsOnlyOnce("Results of cache users are not stored")
                .contains("password of " + User.class.getName())
                .containsOnlyOnce("Results of cache rows are not stored");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=b",
                "spring.jackson.date-format=yyyy-MM-dd",
                "spring.jackson.time-zone=America/New_York",
                "spring.jackson.locale=th-TH-u-ca-buddhist"
            })
    void formatsAndZonesCutNoHit(String property) {
        runner.withBean(Shop.class).withPropertyValues(property).run(context -> {
            Shop shop = context.getBean(Shop.class);
            assertThat(shop.sale(1)).isEqualTo(shop.sale(1));
        });
    }

    @Test
    void whatAReplayWouldLoseIsNotReplayedAndNotRunAgain(CapturedOutput output) {
        runner.withBean(Shop.class).run(context -> {
            Shop shop = context.getBean(Shop.class);
            assertThat(shop.register(1).name).isEqualTo("run 1");
            assertThatThrownBy(() -> shop.register(1)).isInstanceOf(IdempotencyResultNotRetainedException.class);
            assertThat(shop.registerLater(1).join().name).isEqualTo("run 2");
            assertThatThrownBy(() -> shop.registerLater(1).join())
                    .hasCauseInstanceOf(IdempotencyResultNotRetainedException.class);
        });
        assertThat(output)
                .containsOnlyOnce("Results of operation registrations are not retained")
                .contains("password of " + User.class.getName())
                .doesNotContain("secret");
    }
}
