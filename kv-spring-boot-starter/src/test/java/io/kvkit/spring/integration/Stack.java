package io.kvkit.spring.integration;

import io.kvkit.tck.TestRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/** A web stack and a store. */
enum Stack {
    MVC_ON_MEMORY("servlet", false),
    MVC_ON_REDIS("servlet", true),
    WEBFLUX_ON_MEMORY("reactive", false),
    WEBFLUX_ON_REDIS("reactive", true);

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}

    private final String web;
    private final boolean redis;

    Stack(String web, boolean redis) {
        this.web = web;
        this.redis = redis;
    }

    boolean servlet() {
        return web.equals("servlet");
    }

    boolean onRedis() {
        return redis;
    }

    /** Starts an application with these beans, and further properties that beat those of the stack. */
    RunningApp start(List<Class<?>> beans, String... properties) {
        List<Class<?>> sources = new ArrayList<>(beans);
        sources.add(App.class);
        sources.add(servlet() ? Users.OfServlets.class : Users.OfWebFlux.class);
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--server.shutdown=immediate",
                "--spring.main.web-application-type=" + web,
                "--spring.main.banner-mode=off",
                "--kv.key-prefix=" + UUID.randomUUID()));
        // A busy machine must not fail a test that is not about time.
        all.addAll(
                redis
                        ? List.of(
                                "--kv.redis.uri=" + TestRedis.uri(),
                                "--kv.redis.timeout=20s",
                                "--kv.rate-limit.timeout=20s")
                        : List.of("--kv.store=memory"));
        for (String property : properties) {
            all.removeIf(own -> own.startsWith("--" + property.substring(0, property.indexOf('=') + 1)));
            all.add("--" + property);
        }
        return new RunningApp(
                new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).run(all.toArray(String[]::new)));
    }
}
