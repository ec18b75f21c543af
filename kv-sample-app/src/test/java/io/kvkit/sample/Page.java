package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The page of the shop, which a browser shows from the beginning before each test. */
abstract class Page {

    private static final Map<Integer, Integer> SCREENS = Map.of(360, 800, 768, 1024, 1280, 900);

    Browser browser;
    Shop shop;

    @BeforeEach
    void visit() {
        browser = Shared.browser();
        shop = Shared.shop(store());
        browser.resize(1280, 900);
        browser.visit(shop.client().port());
    }

    ShopStore store() {
        return ShopStore.MEMORY;
    }

    @AfterEach
    void scriptsRanWithoutErrors() {
        browser.leave();
        assertThat(browser.scriptErrors()).isEmpty();
    }

    /** Asserts that nothing makes a screen scroll sideways. */
    void assertFitsEveryScreen() {
        SCREENS.forEach((width, height) -> {
            browser.resize(width, height);
            assertThat(browser.contentWidth()).isEqualTo(width.longValue());
        });
    }
}
