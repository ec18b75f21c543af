package io.kvkit.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.cache.interceptor.SimpleKey;

/** Registers what native images need: the Lua scripts, and the parts of the keys of Spring's cache abstraction. */
final class KvRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("io/kvkit/*/*.lua");
        // The parts of a key have no getter.
        hints.reflection().registerType(SimpleKey.class, MemberCategory.ACCESS_DECLARED_FIELDS);
    }
}
