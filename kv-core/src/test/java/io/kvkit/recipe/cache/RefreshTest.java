package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.ClockedKvStore;
import io.kvkit.tck.Connected;
import io.kvkit.tck.TestRedis;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Loads that know the value that they replace, in methods that return a value and in those that return a stage. */
class RefreshTest {

    @Nested
    class PlainOnMemory extends RefreshContract {

        @Override
        KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        Refreshing style() {
            return Refreshing.PLAIN;
        }
    }

    @Nested
    class StagesOnMemory extends RefreshContract {

        @Override
        KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        Refreshing style() {
            return Refreshing.STAGE;
        }
    }

    @Nested
    @Tag("slow")
    class PlainOnRedis extends RefreshContract {

        @Override
        KvStore open(VirtualTime time) {
            return redis(time);
        }

        @Override
        Refreshing style() {
            return Refreshing.PLAIN;
        }
    }

    @Nested
    @Tag("slow")
    class StagesOnRedis extends RefreshContract {

        @Override
        KvStore open(VirtualTime time) {
            return redis(time);
        }

        @Override
        Refreshing style() {
            return Refreshing.STAGE;
        }
    }

    private static KvStore redis(VirtualTime time) {
        var settings = LettuceSettings.ofUri(TestRedis.uri()).timeout(Duration.ofSeconds(20));
        return new ClockedKvStore(Connected.await(new LettuceKvStore(settings.build())), time);
    }

    @Test
    void whatALoadSaysIsChecked() {
        Refresh<String> none = Refresh.none();
        assertThat(none.hasValue()).isFalse();
        assertThat(none.validatorOr("none")).isEqualTo("none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> none.keepFor(Duration.ofMillis(-1)))
                .withMessage("A time to live is not negative, but this one is PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> none.modified("value", "v".repeat(4_097)))
                .withMessage("A validator has at most 4096 bytes");
    }
}
