/** Ids of orders as all stores write them. */
const ORDER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isOrderId = (text: string): boolean => ORDER_ID.test(text);
