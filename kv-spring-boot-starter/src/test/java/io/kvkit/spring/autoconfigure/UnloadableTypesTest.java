package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.support.GenericApplicationContext;

/** Beans whose classes speak of types that are not there. */
@Tag("slow")
class UnloadableTypesTest {

    /** A library that is not on the class path. */
    public static class Absent {}

    /** A bean that works as long as nobody calls its one method. */
    public static class Optionally {

        public Absent absent() {
            return new Absent();
        }
    }

    @Test
    void lazyBeanThatSpeaksOfAnAbsentTypeStopsNoStart() throws Exception {
        Class<?> type = new WithoutAbsent().loadClass(Optionally.class.getName());
        RootBeanDefinition lazy = new RootBeanDefinition(type);
        lazy.setLazyInit(true);
        Contexts.runner()
                .withPropertyValues("kv.store=memory")
                .withInitializer(context -> register((GenericApplicationContext) context, lazy))
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static void register(GenericApplicationContext context, BeanDefinition definition) {
        context.registerBeanDefinition("optionally", definition);
    }

    /** Has the one class, but not the other. */
    private static final class WithoutAbsent extends ClassLoader {

        WithoutAbsent() {
            super(UnloadableTypesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Absent.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            if (!name.equals(Optionally.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
