package io.kvkit.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The shop. Start it and open http://localhost:8080. */
@SpringBootApplication(proxyBeanMethods = false)
public class ShopApplication {

    static {
        // If two shops share a database, it is a server in one of them, reachable from this machine only.
        System.setProperty("h2.bindAddress", "127.0.0.1");
    }

    public static void main(String[] args) {
        SpringApplication.run(ShopApplication.class, args);
    }
}
