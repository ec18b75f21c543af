package io.kvkit.sample;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/** What all tests in this JVM share, because its start takes longer than most tests: a shop on each store and a browser. */
final class Shared implements BeforeAllCallback {

    private static final Map<ShopStore, Shop> SHOPS = new EnumMap<>(ShopStore.class);

    private static @Nullable Browser browser;

    /** Returns the shop on a store, as good as new. */
    static Shop shop(ShopStore store) {
        Shop shop = SHOPS.computeIfAbsent(store, Shop::on);
        shop.startOver();
        return shop;
    }

    static Browser browser() {
        Browser opened = browser;
        if (opened == null) {
            opened = Browser.open();
            browser = opened;
        }
        return opened;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(Shared.class))
                .computeIfAbsent(Shared.class, key -> (AutoCloseable) Shared::close);
    }

    private static void close() {
        SHOPS.values().forEach(Shop::close);
        SHOPS.clear();
        Browser opened = browser;
        browser = null;
        if (opened != null) {
            opened.close();
        }
    }
}
