import { readEnvironment } from '../runtime/environment';
import { connectMails, mailVariables } from './connect-mails';
import { consumeEvents } from './consume-events';
import { createNotifyCustomer, notifyCustomerRetry } from './notify-customer';

const notifyCustomer = createNotifyCustomer(connectMails(readEnvironment(...mailVariables)));

export const handler = consumeEvents('notify-customer', notifyCustomer, notifyCustomerRetry);
