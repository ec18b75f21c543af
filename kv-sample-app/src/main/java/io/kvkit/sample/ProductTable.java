package io.kvkit.sample;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The database table of products. Reading a product takes 200 ms. */
@Repository
class ProductTable {

    private static final Duration READ_TIME = Duration.ofMillis(200);

    private final JdbcClient database;
    private final ShopCounters counters;

    ProductTable(JdbcClient database, ShopCounters counters) {
        this.database = database;
        this.counters = counters;
    }

    Product read(long id) {
        Product product = find(id);
        counters.productLoads.increment();
        SlowWork.take(READ_TIME);
        return product;
    }

    /** Reads several products in one query; those that do not exist are absent. */
    Map<Long, Product> readAll(List<Long> ids) {
        Map<Long, Product> products = database
                .sql("select id, name, price from product where id in (:ids)")
                .param("ids", ids)
                .query((row, number) -> product(row.getLong("id"), row))
                .stream()
                .collect(Collectors.toMap(Product::id, Function.identity()));
        counters.productLoads.increment();
        SlowWork.take(READ_TIME);
        return products;
    }

    /** Returns the names of the products that contain a text. */
    List<String> search(String text) {
        return database.sql("select name from product where locate(lower(?), lower(name)) > 0 order by id")
                .param(text)
                .query(String.class)
                .list();
    }

    Product write(long id, BigDecimal price) {
        database.sql("update product set price = ? where id = ?")
                .params(price, id)
                .update();
        return find(id);
    }

    private Product find(long id) {
        return database.sql("select name, price from product where id = ?")
                .param(id)
                .query((row, number) -> product(id, row))
                .optional()
                .orElseThrow(() -> new UnknownProductException(id));
    }

    private static Product product(long id, ResultSet row) throws SQLException {
        return new Product(
                id,
                row.getString("name"),
                row.getBigDecimal("price"),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }
}
