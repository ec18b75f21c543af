package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.mock.env.MockEnvironment;

class SecondShopTest {

    private final MockEnvironment environment =
            new MockEnvironment().withProperty("shop.second-shop.transfer-time", "8s");

    @Test
    void requestThatArrivesWhileTheShopClosesStartsNoSecondOne() {
        SecondShop shop = new SecondShop(new DefaultApplicationArguments(), environment);

        shop.close();

        assertThatThrownBy(shop::open)
                .isInstanceOf(NoSecondShopException.class)
                .hasMessageContaining("This shop is closing.");
    }

    @Test
    void secondShopHasTheSystemPropertiesOfThisOne() {
        List<String> options = List.of("-Xmx1g", "-Dkv.key-prefix=mine", "-Dcom.sun.management.jmxremote.port=9010");

        assertThat(ShopCommand.systemProperties(options)).containsExactly("-Dkv.key-prefix=mine");
    }

    @Test
    void secondShopNoticesThatItsParentHasBeenKilled() throws IOException {
        Process parent = new ProcessBuilder("sleep", "600").start();

        CompletionStage<?> exit = ParentProcess.exitOf(parent.pid());
        assertThat(exit).isNotDone();
        parent.destroyForcibly();

        assertThat(exit).succeedsWithin(Duration.ofSeconds(20));
        assertThat(ParentProcess.exitOf(parent.pid())).isDone();
    }
}
