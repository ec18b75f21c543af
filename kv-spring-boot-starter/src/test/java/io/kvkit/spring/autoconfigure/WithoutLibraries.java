package io.kvkit.spring.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/** Loads kvkit and its tests again, as they are where some libraries are not on the class path. */
final class WithoutLibraries extends URLClassLoader {

    private final List<String> hidden;

    WithoutLibraries(String... hidden) {
        super(new URL[0], WithoutLibraries.class.getClassLoader());
        this.hidden = List.of(hidden);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (hidden.stream().anyMatch(name::startsWith)) {
            throw new ClassNotFoundException(name);
        }
        if (!name.startsWith("io.kvkit.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? loadedAgain(name) : known;
        }
    }

    private Class<?> loadedAgain(String name) throws ClassNotFoundException {
        try (var bytes = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = bytes.readAllBytes();
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
